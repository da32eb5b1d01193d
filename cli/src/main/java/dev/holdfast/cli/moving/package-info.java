/** The commands that move states between stores. */
@NullMarked
package dev.holdfast.cli.moving;

import org.jspecify.annotations.NullMarked;
