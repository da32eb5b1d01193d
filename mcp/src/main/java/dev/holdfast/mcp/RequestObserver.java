package dev.holdfast.mcp;

import java.util.ArrayList;
import java.util.List;

/**
 * Is shown every request while it is served, for traces and metrics. Thread-safe; it sees requests of all clients at
 * once, on the threads that serve them, so it must not wait.
 */
@FunctionalInterface
public interface RequestObserver {
    /** A request begins, on the thread that serves it. What fails here is logged and changes nothing for the client. */
    Observation begin(ServedRequest request);

    /** One request that is being served. */
    @FunctionalInterface
    interface Observation {
        /** The request is over; called once, on the same thread as its beginning. */
        void end(RequestEnd end);
    }

    /** Shows a request to this observer first and last, and to another in between. */
    default RequestObserver and(RequestObserver inner) {
        return request -> {
            List<Observation> begun = new ArrayList<>(2);
            begun.add(begin(request));
            begun.add(inner.begin(request));
            return end -> begun.reversed().forEach(observation -> observation.end(end));
        };
    }
}
