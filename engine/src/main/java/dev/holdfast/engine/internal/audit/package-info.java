/**
 * What is written down of calls: who read, who was refused, who did what.
 *
 * <p>The entrances are {@link dev.holdfast.engine.internal.audit.Recorder}, which is told of every call, and {@link
 * dev.holdfast.engine.internal.audit.Journal}, where entries are stored.
 *
 * <p>Never sees a document, and decides nothing but whether a call may be answered.
 */
@NullMarked
package dev.holdfast.engine.internal.audit;

import org.jspecify.annotations.NullMarked;
