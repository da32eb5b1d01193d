/**
 * One call each, worked out on images and sent as a command: reading, writing, undoing, merging, opening, waiting; the
 * quotas; and the wiring of all rooms.
 *
 * <p>Entrances are {@link dev.holdfast.engine.internal.call.Engine} (the parts of an open engine),
 * {@link dev.holdfast.engine.internal.call.Reading} (the one place that decides whether a principal may see a state),
 * and a class for each kind of call.
 *
 * <p>Never sees a door such as {@code State}: doors call in, and wrap what they get.
 */
@NullMarked
package dev.holdfast.engine.internal.call;

import org.jspecify.annotations.NullMarked;
