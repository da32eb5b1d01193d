/** Tests of how the console is opened. */
@NullMarked
package dev.holdfast.cli.console;

import org.jspecify.annotations.NullMarked;
