package dev.holdfast.server.typed;

import dev.holdfast.engine.HoldfastException;

/**
 * What a tool does with its arguments for a caller. Calls run at the same time, each on a virtual thread of its own,
 * and may block.
 *
 * @param <A> the type of the arguments, a record or bean
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface ToolFunction<A, R> {
    /**
     * Carries out one call.
     *
     * @throws HoldfastException to answer with a failure that the model can act on: its code, facts and hint
     * @throws InterruptedException if the request was cancelled
     */
    R call(A arguments, ToolCaller caller) throws InterruptedException;
}
