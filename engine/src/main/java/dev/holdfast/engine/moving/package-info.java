/**
 * What is said when states are moved: exported, imported, backed up and restored. All types are immutable and safe for
 * use by many threads.
 */
@NullMarked
package dev.holdfast.engine.moving;

import org.jspecify.annotations.NullMarked;
