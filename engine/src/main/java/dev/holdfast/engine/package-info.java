/**
 * The engine: durable, versioned states whose every change is a validated command that became an immutable event.
 *
 * <p>Every change takes one path: {@code Decider}, a pure function, decides a {@code Command} on an {@code Image}. If
 * it is accepted it becomes an event, which the {@code Committer} appends to the
 * {@link dev.holdfast.engine.spi.CommitLog}. Then the image is replaced and observers are told. Start reading at
 * {@link dev.holdfast.engine.Holdfast}.
 */
@NullMarked
package dev.holdfast.engine;

import org.jspecify.annotations.NullMarked;
