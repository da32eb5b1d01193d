/** The runnable: serves states over stdio and HTTP, and reads and changes them from a shell. */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
