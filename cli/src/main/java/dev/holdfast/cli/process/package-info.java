/** What a process has beside its command: a line that shows how far it is, the screen
 * that it is shown on, and the signal that asks it to stop. */
@NullMarked
package dev.holdfast.cli.process;

import org.jspecify.annotations.NullMarked;
