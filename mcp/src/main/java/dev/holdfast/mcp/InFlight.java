package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The requests that can be cancelled by name. Thread-safe. */
final class InFlight {
    /** Ids are unique among the requests of one client only. */
    private record Key(String client, Json id) {}

    private final ConcurrentMap<Key, Flight> flights = new ConcurrentHashMap<>();

    void add(String client, Json id, Flight flight) {
        flights.put(new Key(client, id), flight);
    }

    void remove(String client, Json id, Flight flight) {
        flights.remove(new Key(client, id), flight);
    }

    /** Cancels what {@code notifications/cancelled} names; unknown, finished and malformed ids are ignored. */
    void cancel(String client, Message.Notification cancelled) {
        @Nullable Json id = cancelled.params().get("requestId");
        Flight flight = id == null ? null : flights.get(new Key(client, id));
        if (flight != null) {
            flight.cancel();
        }
    }

    /** Cancels everything that runs for a client. */
    void cancelAll(String client) {
        flights.forEach((key, flight) -> {
            if (key.client().equals(client)) {
                flight.cancel();
            }
        });
    }
}
