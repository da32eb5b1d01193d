/** What an operator is told of a store that is kept: its keys, and whether it is what it was. Values. */
@NullMarked
package dev.holdfast.engine.custody;

import org.jspecify.annotations.NullMarked;
