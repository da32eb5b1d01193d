/** Records whose components are named as methods of their interface. */
@NullMarked
package dev.holdfast.checks.planted.named;

import org.jspecify.annotations.NullMarked;
