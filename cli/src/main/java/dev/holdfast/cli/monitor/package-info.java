/** What operators are shown of a process that serves: whether it can, and what it did. Sees no command. */
@NullMarked
package dev.holdfast.cli.monitor;

import org.jspecify.annotations.NullMarked;
