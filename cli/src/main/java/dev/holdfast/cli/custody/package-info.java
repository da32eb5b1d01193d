/** Commands by which an operator keeps what is stored: its keys. No command outside sees them but the list of all. */
@NullMarked
package dev.holdfast.cli.custody;

import org.jspecify.annotations.NullMarked;
