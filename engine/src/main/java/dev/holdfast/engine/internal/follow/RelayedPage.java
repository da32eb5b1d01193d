package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.Cursor;

/**
 * A page of the feed that was passed on.
 *
 * @param next where the feed goes on
 * @param turn its number
 * @param atEnd whether the feed had nothing more behind it
 */
public record RelayedPage(Cursor next, long turn, boolean atEnd) {}
