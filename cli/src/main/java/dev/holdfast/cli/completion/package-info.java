/** Completion of commands and options in shells. Sees no command. */
@NullMarked
package dev.holdfast.cli.completion;

import org.jspecify.annotations.NullMarked;
