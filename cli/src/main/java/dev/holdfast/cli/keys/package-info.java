/** Who may come in by an API key. Sees no command. */
@NullMarked
package dev.holdfast.cli.keys;

import org.jspecify.annotations.NullMarked;
