@NullMarked
package dev.holdfast.jackson;

import org.jspecify.annotations.NullMarked;
