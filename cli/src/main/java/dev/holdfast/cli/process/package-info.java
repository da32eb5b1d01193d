/** What a process has beside its command: a line that shows how far it is, and the signal that asks it to stop. */
@NullMarked
package dev.holdfast.cli.process;

import org.jspecify.annotations.NullMarked;
