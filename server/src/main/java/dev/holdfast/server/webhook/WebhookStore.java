package dev.holdfast.server.webhook;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.server.shared.Anticipated;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions as internal states, one each under a random key, and one more that lists them: for each id the key,
 * and a number that grows when the instance which delivers is to look again. A state whose creator died before it was
 * listed ends by itself.
 */
final class WebhookStore {
    private static final String DIRECTORY = "directory";
    private static final String LEASE = "lease";
    private static final String DELIVERING = "delivering";
    private static final String KEY = "key";
    private static final String TURN = "turn";
    private static final int TRIES = 50;

    /** As of durable feeds: removing history at once would cut the feed for those who read it behind. */
    private static final Keep KEPT = Keep.age(Duration.ofDays(7));

    private static final Duration EVER = Duration.ofDays(3_650);

    private final Holdfast holdfast;
    private final InternalStates subscriptions;
    private final InternalStates shared;

    WebhookStore(Holdfast holdfast) {
        this.holdfast = holdfast;
        this.subscriptions = holdfast.internal("hooks");
        this.shared = holdfast.internal("webhooks");
    }

    /**
     * Where a subscription is.
     *
     * @param key of its state
     * @param turn grows when it is to be looked at again
     */
    record Entry(String key, long turn) {}

    // --- The directory

    private State shared(String name) {
        if (shared.find(name).isEmpty()) {
            shared.create(name, JsonObject.EMPTY, Terms.forGood(KEPT));
        }
        return shared.state(name);
    }

    /** All that are listed, by id. */
    Map<String, Entry> entries() {
        Map<String, Entry> entries = new TreeMap<>();
        shared.find(DIRECTORY)
                .ifPresent(view -> view.document().forEach((id, value) -> entries.put(id, entry((JsonObject) value))));
        return entries;
    }

    private static Entry entry(JsonObject json) {
        JsonNumber turn = Objects.requireNonNull(json.number(TURN));
        return new Entry(
                Objects.requireNonNull(json.string(KEY)), turn.exactLong().orElseThrow());
    }

    private static JsonObject json(Entry entry) {
        return JsonObject.of(KEY, Json.of(entry.key()), TURN, Json.of(entry.turn()));
    }

    /**
     * Looks whether there is room for one more.
     *
     * @throws EventRefusal if there are as many as there may be
     */
    void requireRoom(int most) {
        if (shared.find(DIRECTORY).map(view -> view.document().size()).orElse(0) >= most) {
            throw EventRefusal.exhausted("subscriptions of all", most);
        }
    }

    Optional<Entry> entry(String id) {
        return shared.find(DIRECTORY)
                .map(StateView::document)
                .flatMap(all -> Optional.ofNullable(all.object(id)))
                .map(WebhookStore::entry);
    }

    /** Calls back whenever the directory may have changed. */
    Subscription follow(Runnable changed) {
        State directory = shared(DIRECTORY);
        return directory.observe(directory.read().revision() + 1, event -> changed.run(), gone -> changed.run());
    }

    /**
     * Lists a subscription.
     *
     * @return false if one of that id is listed
     * @throws EventRefusal if there are too many
     */
    boolean list(String id, String key, int most) {
        return change(all -> {
            if (all.has(id)) {
                return null;
            }
            requireRoom(most);
            return write -> write.set(id, json(new Entry(key, 0)));
        });
    }

    /** Has the instance that delivers look at a subscription again. */
    void wake(String id) {
        change(all -> {
            JsonObject listed = all.object(id);
            if (listed == null) {
                return null;
            }
            Entry entry = entry(listed);
            return write -> write.set(id, json(new Entry(entry.key(), entry.turn() + 1)));
        });
    }

    /** Ends a subscription, if it is still the one with this key. */
    boolean remove(String id, String key) {
        boolean listed = change(all -> {
            JsonObject present = all.object(id);
            return present != null && entry(present).key().equals(key) ? write -> write.delete(id) : null;
        });
        subscriptions.erase(key);
        return listed;
    }

    /** What is to change, given what is listed; null for nothing. */
    @FunctionalInterface
    private interface Changing {
        @Nullable Consumer<Write.Builder> of(JsonObject all);
    }

    private boolean change(Changing changing) {
        State directory = shared(DIRECTORY);
        for (int i = 0; i < TRIES; i++) {
            StateView view = directory.read();
            Consumer<Write.Builder> change = changing.of(view.document());
            if (change == null) {
                return false;
            }
            boolean done = Anticipated.orElse(false, Set.of(Failure.Code.CONFLICT), () -> {
                directory.write(write -> change.accept(write.ifRevision(view.revision())));
                return true;
            });
            if (done) {
                return true;
            }
        }
        throw EventRefusal.exhausted("changes of subscriptions", TRIES);
    }

    // --- Subscriptions

    /**
     * Stores a subscription, which is not listed yet.
     *
     * @return its key
     * @throws EventRefusal if the principal has too many
     */
    String create(Principal principal, int most, JsonObject document, Duration longestLife) {
        String key = holdfast.mintCommandId();
        Terms terms = new Terms(Lifetime.SESSION, longestLife.multipliedBy(2).plus(Duration.ofHours(1)), EVER, KEPT);
        try {
            if (subscriptions.onBehalfOf(principal, most).create(key, document, terms)) {
                return key;
            }
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.LIMIT) {
                throw EventRefusal.exhausted("subscriptions", most);
            }
            throw e;
        }
        throw new IllegalStateException("a new key was used before");
    }

    void forget(String key) {
        subscriptions.erase(key);
    }

    Optional<KeptSubscription> find(String key) {
        return subscriptions.find(key).map(view -> new KeptSubscription(view.revision(), view.document()));
    }

    /**
     * Changes a subscription as it was found.
     *
     * @return its revision; null if it was changed meanwhile, is gone, or its principal stored too much lately
     */
    @Nullable Long update(String key, long revision, Consumer<Write.Builder> change) {
        Set<Failure.Code> passing = Set.of(Failure.Code.CONFLICT, Failure.Code.NOT_FOUND, Failure.Code.LIMIT);
        try {
            return subscriptions
                    .state(key)
                    .write(write -> change.accept(write.ifRevision(revision)))
                    .revision();
        } catch (HoldfastException e) {
            if (passing.contains(e.failure().code())) {
                return null;
            }
            throw e;
        }
    }

    // --- The lease

    /** Takes the lease, or keeps it; null if another instance has it. */
    @Nullable Lease lease(@Nullable Lease held, Duration ttl) {
        LeaseRequest request = held == null
                ? LeaseRequest.acquire(DELIVERING, ttl)
                : LeaseRequest.renew(DELIVERING, held.token(), ttl);
        try {
            return shared(LEASE).lease(request).lease();
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.CONFLICT) {
                return null;
            }
            throw e;
        }
    }

    void release(Lease held) {
        Anticipated.orElse(true, Set.of(Failure.Code.CONFLICT), () -> {
            shared(LEASE).lease(LeaseRequest.release(DELIVERING, held.token()));
            return true;
        });
    }
}
