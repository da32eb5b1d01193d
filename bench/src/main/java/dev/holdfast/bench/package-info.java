/** Measures the product from outside, beside the least a server on the same parts could do. */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
