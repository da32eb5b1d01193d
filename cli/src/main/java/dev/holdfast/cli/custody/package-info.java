/** What an operator needs to keep a store: its keys, and what proves that it is whole. Sees no command elsewhere. */
@NullMarked
package dev.holdfast.cli.custody;

import org.jspecify.annotations.NullMarked;
