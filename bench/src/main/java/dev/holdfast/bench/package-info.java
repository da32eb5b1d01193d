/** Measures the product from outside, against the least that a server on the same libraries could do. */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
