/** Tests of the console's parts that need no browser. */
@NullMarked
package dev.holdfast.server.console;

import org.jspecify.annotations.NullMarked;
