/**
 * The store in a folder of text files: JSON Lines that a person can read, one commit a line. {@code docs/file-store.md}
 * describes the format.
 */
@NullMarked
package dev.holdfast.store.file;

import org.jspecify.annotations.NullMarked;
