package dev.holdfast.server.webhook;

import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.mcp.EventOccurrence;
import dev.holdfast.mcp.webhook.WebhookSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of one batch: those of a state one after the other, those of several states at the same time. A
 * state ends at its first failure. Which events were taken is kept from one attempt to the next, so that only the
 * others are sent again.
 */
final class Delivery {
    private final WebhookSender sender;
    private final WebhookCounts counts;
    private final boolean ownIds;
    private final Set<String> taken = new HashSet<>();

    Delivery(WebhookSender sender, WebhookCounts counts, boolean ownIds) {
        this.sender = sender;
        this.counts = counts;
        this.ownIds = ownIds;
    }

    /**
     * How far it came.
     *
     * @param place a cursor at or before which all events were taken
     * @param done whether that is the end of the batch
     * @param any whether a receiver took anything
     * @param trouble why it did not come further; null if it did, or if it just took too long
     * @param blocking the first event that failed
     * @param retryAfter how long the receiver asks to wait
     */
    record Outcome(
            String place,
            boolean done,
            boolean any,
            @Nullable Trouble trouble,
            @Nullable String blocking,
            @Nullable Duration retryAfter) {}

    /**
     * What is sent of one batch, and how.
     *
     * @param goesOn false once the batch is to be read again
     * @param sees whether the principal may be told of a state at that moment, by its handle
     */
    record Round(
            WebhookSender.Target target,
            String name,
            List<WebhookSecret> secrets,
            List<EventOccurrence> events,
            String start,
            String end,
            BooleanSupplier goesOn,
            Predicate<String> sees) {}

    /** Sends what was not taken yet. The thread waits until nothing is on its way. */
    Outcome send(Round round) throws InterruptedException {
        Map<String, List<EventOccurrence>> states = new LinkedHashMap<>();
        synchronized (taken) {
            taken.retainAll(round.events().stream().map(EventOccurrence::id).collect(Collectors.toSet()));
        }
        for (EventOccurrence event : round.events()) {
            states.computeIfAbsent(stateOf(event), any -> new ArrayList<>()).add(event);
        }
        Lanes lanes = new Lanes(round);
        List<Thread> threads = new ArrayList<>();
        List<List<EventOccurrence>> all = List.copyOf(states.values());
        for (List<EventOccurrence> others : all.subList(1, all.size())) {
            threads.add(Thread.ofVirtual().name("holdfast-webhook-lane").start(() -> lanes.run(others)));
        }
        lanes.run(all.getFirst());
        for (Thread thread : threads) {
            thread.join();
        }
        return lanes.outcome();
    }

    private static String stateOf(EventOccurrence event) {
        String id = event.id();
        return id.substring(0, Math.max(0, id.lastIndexOf(':')));
    }

    /** Forgets what was taken: the place is behind it. */
    void forget() {
        synchronized (taken) {
            taken.clear();
        }
    }

    private boolean isTaken(EventOccurrence event) {
        synchronized (taken) {
            return taken.contains(event.id());
        }
    }

    /** One attempt. */
    private final class Lanes {
        private final Round round;
        private final Map<String, HttpAnswer> failures = new LinkedHashMap<>();
        private volatile boolean any;

        private Lanes(Round round) {
            this.round = round;
        }

        void run(List<EventOccurrence> lane) {
            try {
                for (EventOccurrence event : lane) {
                    if (!isTaken(event) && !isSent(event)) {
                        return;
                    }
                }
            } catch (StoreUnavailableException e) {
                // What was not sent is read again, which finds the store so too, and waits.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Asked when it is the turn of an event: by then its batch may be old, and the right to it gone. */
        private boolean maySend(EventOccurrence event) {
            return round.goesOn().getAsBoolean() && round.sees().test(stateOf(event));
        }

        private boolean isSent(EventOccurrence event) throws InterruptedException {
            if (!round.goesOn().getAsBoolean()) {
                return false;
            }
            String subscription = round.target().subscription();
            String id = ownIds ? WebhookMessage.ownId(subscription, event.id()) : event.id();
            WebhookMessage message = WebhookMessage.event(id, round.name(), event, place(event.id()));
            HttpAnswer answer = sender.sendIf(() -> maySend(event), round.target(), round.secrets(), message, 0);
            if (answer == null) {
                return false;
            }
            if (answer instanceof HttpAnswer.Status status && (status.isSuccess() || status.isDeclined())) {
                (status.isSuccess() ? counts.delivered : counts.declined).increment();
                any = true;
                synchronized (taken) {
                    taken.add(event.id());
                }
                return true;
            }
            counts.failed.increment();
            synchronized (failures) {
                failures.put(event.id(), answer);
            }
            return false;
        }

        /** Where all before are taken; that of an event itself if it is the next, as its receiver has it then. */
        private String place(@Nullable String sending) {
            String place = round.start();
            for (EventOccurrence event : round.events()) {
                boolean isSending = event.id().equals(sending);
                if (!isSending && !isTaken(event)) {
                    return place;
                }
                place = event.cursor() == null ? place : event.cursor();
                if (isSending) {
                    return place;
                }
            }
            return round.end();
        }

        Outcome outcome() {
            boolean done = round.events().stream().allMatch(Delivery.this::isTaken);
            synchronized (failures) {
                for (EventOccurrence event : round.events()) {
                    HttpAnswer failure = failures.get(event.id());
                    if (failure != null) {
                        return new Outcome(place(null), false, any, trouble(failure), event.id(), retryAfter(failure));
                    }
                }
            }
            return new Outcome(place(null), done, any, null, null, null);
        }
    }

    static Trouble trouble(HttpAnswer failure) {
        return switch (failure) {
            case HttpAnswer.Failed failed -> failed.why();
            case HttpAnswer.Status status -> Trouble.of(status.code());
        };
    }

    static @Nullable Duration retryAfter(HttpAnswer failure) {
        return failure instanceof HttpAnswer.Status status ? status.retryAfter() : null;
    }
}
