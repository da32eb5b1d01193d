package dev.holdfast.mcp;

import java.util.ArrayList;
import java.util.List;

/**
 * Observes every request while it is served, for traces and metrics. Implementations are thread-safe and must not
 * block: they are called for the requests of all clients, on the threads that serve them.
 */
@FunctionalInterface
public interface RequestObserver {
    /**
     * Called when a request begins, on the thread that serves it. An exception is logged and has no effect on the
     * request.
     */
    Observation begin(ServedRequest request);

    /** The observation of one request. */
    @FunctionalInterface
    interface Observation {
        /** Called once when the request has ended, on the thread that called {@link RequestObserver#begin}. */
        void end(RequestEnd end);
    }

    /** Adds an observer inside this one: this one sees the beginning of a request first and its end last. */
    default RequestObserver and(RequestObserver inner) {
        return request -> {
            List<Observation> begun = new ArrayList<>(2);
            begun.add(begin(request));
            begun.add(inner.begin(request));
            return end -> begun.reversed().forEach(observation -> observation.end(end));
        };
    }
}
