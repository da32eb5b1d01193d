@NullMarked
package dev.holdfast.rules;

import org.jspecify.annotations.NullMarked;
