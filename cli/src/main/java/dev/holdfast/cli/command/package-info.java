/** What every command is made of: its surroundings, the store it works on, how it fails and ends. Sees no command. */
@NullMarked
package dev.holdfast.cli.command;

import org.jspecify.annotations.NullMarked;
