/**
 * The engine: durable, versioned states whose every change is a validated command that became an immutable event.
 *
 * <p>One path carries everything: a {@code Command} is decided by {@code Decider}, a pure function, on an
 * {@code Image}; what is accepted becomes an event, the {@code Committer} appends it to the
 * {@link dev.holdfast.engine.spi.CommitLog}, the image moves on, and observers are told. Start reading at
 * {@link dev.holdfast.engine.Holdfast}.
 */
@NullMarked
package dev.holdfast.engine;

import org.jspecify.annotations.NullMarked;
