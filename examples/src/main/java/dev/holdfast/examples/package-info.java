/** One example for each part of a tour of state management; {@code docs/library.md} shows what they print. */
@NullMarked
package dev.holdfast.examples;

import org.jspecify.annotations.NullMarked;
