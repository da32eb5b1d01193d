/** What the program logs, and how the JVM's own log is set. It sees no command. */
@NullMarked
package dev.holdfast.cli.log;

import org.jspecify.annotations.NullMarked;
