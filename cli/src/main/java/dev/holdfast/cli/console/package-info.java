/** The console on the command line: how its page is served, and how a person gets to it. Sees no other command. */
@NullMarked
package dev.holdfast.cli.console;

import org.jspecify.annotations.NullMarked;
