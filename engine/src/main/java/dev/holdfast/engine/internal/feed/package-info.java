/**
 * Events as one principal may see them, read from a cursor on: those of one state from its log, those of all states
 * from the store's feed.
 *
 * <p>The entrance is {@link dev.holdfast.engine.internal.feed.PrincipalFeed}.
 *
 * <p>Never writes, and holds nothing between two reads but a position.
 */
@NullMarked
package dev.holdfast.engine.internal.feed;

import org.jspecify.annotations.NullMarked;
