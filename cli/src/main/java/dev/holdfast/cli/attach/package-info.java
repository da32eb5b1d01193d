/** Tells MCP hosts of this server: edits their settings as text, so that all else in them stays as it is. */
@NullMarked
package dev.holdfast.cli.attach;

import org.jspecify.annotations.NullMarked;
