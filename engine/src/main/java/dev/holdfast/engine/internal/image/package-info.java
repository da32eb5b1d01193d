/**
 * The image of a state, which results from folding its events; the stored form of events and bases; and what follows
 * from an image alone.
 *
 * <p>Pure: no clock, no thread, no randomness, no store. Entrances are {@link dev.holdfast.engine.internal.image.Image}
 * (the fold), {@link dev.holdfast.engine.internal.image.EventCodec} and
 * {@link dev.holdfast.engine.internal.image.BaseCodec} (bytes), {@link dev.holdfast.engine.internal.image.Rights} and
 * {@link dev.holdfast.engine.internal.image.Lifecycle} (questions about it).
 *
 * <p>Never uses the code of decisions: a replay never decides again.
 */
@NullMarked
package dev.holdfast.engine.internal.image;

import org.jspecify.annotations.NullMarked;
