/**
 * What events add up to: the image of a state, the stored form of events and bases, and what can be read from an image
 * alone.
 *
 * <p>Pure: no clock, no thread, no randomness, no store. Entrances are {@link dev.holdfast.engine.internal.image.Image}
 * (the fold), {@link dev.holdfast.engine.internal.image.EventCodec} and
 * {@link dev.holdfast.engine.internal.image.BaseCodec} (bytes), {@link dev.holdfast.engine.internal.image.Rights} and
 * {@link dev.holdfast.engine.internal.image.Lifecycle} (questions to it).
 *
 * <p>Never sees a decision: a replay never decides again.
 */
@NullMarked
package dev.holdfast.engine.internal.image;

import org.jspecify.annotations.NullMarked;
