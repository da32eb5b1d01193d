/**
 * The words of statecharts: a definition, what is active of it, and what may happen next.
 *
 * <p>Everything here is an immutable value, but for the builders. The entrance that checks and draws definitions is
 * {@link dev.holdfast.engine.Machines}.
 */
@NullMarked
package dev.holdfast.engine.machine;

import org.jspecify.annotations.NullMarked;
