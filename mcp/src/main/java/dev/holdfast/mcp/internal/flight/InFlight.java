package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.mcp.internal.wire.Message;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The running requests by id, so that clients can cancel them. Thread-safe. */
public final class InFlight {
    /** Ids are unique among the requests of one client only. */
    private record Key(String client, Json id) {}

    /** A client should not use an id for two requests at a time; if it does, a cancellation applies to both. */
    private final ConcurrentMap<Key, List<Flight>> flights = new ConcurrentHashMap<>();

    public void add(String client, Json id, Flight flight) {
        flights.merge(new Key(client, id), List.of(flight), InFlight::concat);
    }

    public void remove(String client, Json id, Flight flight) {
        flights.computeIfPresent(new Key(client, id), (key, under) -> without(under, flight));
    }

    /**
     * Cancels the request that {@code notifications/cancelled} names; unknown, finished and malformed ids are ignored.
     *
     * @return whether there was such a request
     */
    public boolean cancel(String client, Message.Notification cancelled) {
        @Nullable Json id = cancelled.params().get("requestId");
        List<Flight> named = id == null ? List.of() : flights.getOrDefault(new Key(client, id), List.of());
        named.forEach(Flight::cancel);
        return !named.isEmpty();
    }

    /** Cancels everything that runs for a client. */
    public void cancelAll(String client) {
        flights.forEach((key, under) -> {
            if (key.client().equals(client)) {
                under.forEach(Flight::cancel);
            }
        });
    }

    public boolean isEmpty() {
        return flights.isEmpty();
    }

    private static List<Flight> concat(List<Flight> some, List<Flight> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static @Nullable List<Flight> without(List<Flight> flights, Flight gone) {
        List<Flight> left = flights.stream().filter(flight -> flight != gone).toList();
        return left.isEmpty() ? null : left;
    }
}
