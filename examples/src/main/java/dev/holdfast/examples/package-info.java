/** One example for each part of a walk through state management; {@code docs/library.md} tells what they print. */
@NullMarked
package dev.holdfast.examples;

import org.jspecify.annotations.NullMarked;
