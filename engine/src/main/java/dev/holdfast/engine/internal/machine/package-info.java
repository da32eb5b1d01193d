/**
 * Statecharts: reading and checking definitions, and what an event leads to.
 *
 * <p>Pure: a step is a function of chart, configuration, document, event and time, without a clock, a thread,
 * randomness or a store. The entrances are {@link dev.holdfast.engine.internal.machine.Chart}, which is a definition
 * that was read, checked and compiled, {@link dev.holdfast.engine.internal.machine.Interpreter} and
 * {@link dev.holdfast.engine.internal.machine.Diagram}.
 *
 * <p>Never sees an image or a decision: what a machine does can be told without an engine.
 */
@NullMarked
package dev.holdfast.engine.internal.machine;

import org.jspecify.annotations.NullMarked;
