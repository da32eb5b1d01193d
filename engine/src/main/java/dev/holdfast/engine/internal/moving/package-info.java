/**
 * Moves states between stores: exports and imports, backups and what is restored from them.
 *
 * <p>Entrances are {@link dev.holdfast.engine.internal.moving.Exporting} and
 * {@link dev.holdfast.engine.internal.moving.Importing}.
 *
 * <p>Reads logs as they are, and stores through {@link dev.holdfast.engine.internal.commit.Arrivals} alone.
 */
@NullMarked
package dev.holdfast.engine.internal.moving;

import org.jspecify.annotations.NullMarked;
