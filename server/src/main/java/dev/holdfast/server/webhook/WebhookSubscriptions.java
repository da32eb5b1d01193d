package dev.holdfast.server.webhook;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.server.shared.Callers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The subscriptions by webhook of a store, of all principals, for its operator. Works beside those who deliver. */
public final class WebhookSubscriptions {
    private static final int TRIES = 20;

    private final WebhookStore store;

    public WebhookSubscriptions(Holdfast holdfast) {
        this.store = new WebhookStore(holdfast);
    }

    /**
     * One subscription.
     *
     * @param id by which it is told apart
     * @param principal whose it is
     * @param type of its events
     * @param host where its receiver is; the rest of the address may be secret
     * @param until when it ends without a refresh
     * @param paused whether an operator has paused it
     * @param suspended whether its receiver failed too often
     * @param trouble how it failed last, in a word; null if it did not
     */
    public record Row(
            String id,
            String principal,
            String type,
            String host,
            Instant until,
            boolean paused,
            boolean suspended,
            @Nullable String trouble) {}

    /** All, in the order of their ids. */
    public List<Row> all() {
        List<Row> rows = new ArrayList<>();
        store.entries().forEach((id, entry) -> store.find(entry.key()).ifPresent(kept -> rows.add(row(id, kept))));
        return rows;
    }

    private static Row row(String id, KeptSubscription kept) {
        return new Row(
                id,
                Callers.principal(kept.caller()).id(),
                kept.name(),
                kept.url().getHost(),
                kept.until(),
                kept.isPaused(),
                kept.isSuspended(),
                kept.document().string(KeptSubscription.TROUBLE));
    }

    /**
     * Stops the deliveries of a subscription, or lets them go on where they were.
     *
     * @return false if there is no such subscription
     */
    public boolean pause(String id, boolean paused) {
        for (int i = 0; i < TRIES; i++) {
            Optional<WebhookStore.Entry> entry = store.entry(id);
            Optional<KeptSubscription> kept = entry.flatMap(listed -> store.find(listed.key()));
            if (entry.isEmpty() || kept.isEmpty()) {
                return false;
            }
            Long done = store.update(
                    entry.get().key(), kept.get().revision(), write -> write.set(KeptSubscription.PAUSED, paused));
            if (done != null) {
                store.wake(id);
                return true;
            }
        }
        return false;
    }

    /** Ends a subscription; its client is not told. False if there is none. */
    public boolean remove(String id) {
        return store.entry(id).filter(entry -> store.remove(id, entry.key())).isPresent();
    }
}
