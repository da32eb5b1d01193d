package dev.holdfast.server.webhook;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.webhook.WebhookGrant;
import dev.holdfast.mcp.webhook.WebhookKey;
import dev.holdfast.mcp.webhook.WebhookRequest;
import dev.holdfast.mcp.webhook.WebhookSecret;
import dev.holdfast.mcp.webhook.Webhooks;
import dev.holdfast.server.events.StateEvents;
import dev.holdfast.server.shared.Callers;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What happens to states, by webhook. Subscriptions are kept in the store: any instance takes them, one at a time
 * delivers all of them, and another goes on where that one ends. Every event is delivered at least once and those of a
 * state in their order, as long as the subscription and the history last.
 */
public final class StateWebhooks implements Webhooks, AutoCloseable {
    private static final int TRIES = 20;

    private final StateEvents events;
    private final WebhookStore store;
    private final WebhookOptions options;
    private final WebhookCounts counts = new WebhookCounts();
    private final InstantSource clock;
    private final PinnedSender sockets;
    private final Consent consent;
    private final Couriers couriers;

    private StateWebhooks(
            Holdfast holdfast,
            WebhookOptions options,
            InstantSource clock,
            HostResolver resolver,
            SSLSocketFactory tls) {
        this.events = new StateEvents(holdfast);
        this.store = new WebhookStore(holdfast);
        this.options = options;
        this.clock = clock;
        AddressRule rule = new AddressRule(options.loopback());
        this.sockets = new PinnedSender(rule, resolver, tls, options.pace().timeout(), clock);
        WebhookSender sender = new WebhookSender(sockets, clock, options.bounds());
        this.consent = new Consent(sender, clock, options.bounds().challenges());
        this.couriers = Couriers.start(new Workplace(store, events, sender, consent, counts, options, clock));
    }

    /** Begins to deliver what is subscribed to, if no other instance does. To be closed before the engine is. */
    public static StateWebhooks start(Holdfast holdfast, WebhookOptions options) {
        return start(holdfast, options, holdfast.clock(), HostResolver.system(), (SSLSocketFactory)
                SSLSocketFactory.getDefault());
    }

    static StateWebhooks start(
            Holdfast holdfast,
            WebhookOptions options,
            InstantSource clock,
            HostResolver resolver,
            SSLSocketFactory tls) {
        return new StateWebhooks(holdfast, options, clock, resolver, tls);
    }

    @Override
    public boolean admits(Caller caller) {
        return caller.authenticated() || options.everyCaller();
    }

    @Override
    public boolean allowsLoopback() {
        return options.loopback();
    }

    /** What this process does. */
    public WebhookFigures figures() {
        return new WebhookFigures(
                couriers.count(),
                couriers.suspended(),
                counts.delivered.sum(),
                counts.declined.sum(),
                counts.failed.sum(),
                counts.gaps.sum(),
                counts.ended.sum());
    }

    // --- Subscribing

    @Override
    public WebhookGrant subscribe(WebhookRequest request) throws InterruptedException {
        Start start = begin(request);
        String id = request.key().id();
        Instant until = clock.instant().plus(life(request));
        for (int i = 0; i < TRIES; i++) {
            Optional<WebhookStore.Entry> listed = store.entry(id);
            WebhookGrant grant = listed.isPresent()
                    ? refreshed(request, id, listed.get(), until)
                    : created(request, id, start, until);
            if (grant != null) {
                couriers.wake();
                return grant;
            }
        }
        throw EventRefusal.exhausted("changes of subscriptions", TRIES);
    }

    /** Where a new subscription begins. */
    private record Start(String cursor, boolean truncated) {}

    /** Looks whether the caller may have the events, and where they begin. */
    private Start begin(WebhookRequest request) throws InterruptedException {
        if (events.isEncrypted() && isAskedForValues(request.events().arguments())) {
            throw EventRefusal.invalid("arguments.values: stored values of an encrypted store do not leave by webhook");
        }
        try (EventReader reader = events.open(request.events())) {
            String cursor = String.valueOf(reader.cursor());
            if (request.events().cursor() == null) {
                return new Start(cursor, false);
            }
            EventBatch first = reader.read(1);
            return first.truncated() ? new Start(String.valueOf(first.cursor()), true) : new Start(cursor, false);
        }
    }

    private static boolean isAskedForValues(JsonObject arguments) {
        return arguments.get("values") instanceof JsonBoolean flag && flag.value();
    }

    private Duration life(WebhookRequest request) {
        WebhookOptions.Lives lives = options.lives();
        if (request.forever()) {
            return lives.longest();
        }
        Duration asked = request.life() == null ? lives.standard() : request.life();
        Duration least = asked.compareTo(lives.shortest()) < 0 ? lives.shortest() : asked;
        return least.compareTo(lives.longest()) > 0 ? lives.longest() : least;
    }

    /** Null if it has changed meanwhile. */
    private @Nullable WebhookGrant refreshed(
            WebhookRequest request, String id, WebhookStore.Entry entry, Instant until) {
        Optional<KeptSubscription> found = store.find(entry.key());
        if (found.isEmpty() || found.get().isOver(clock.instant())) {
            store.remove(id, entry.key());
            return null;
        }
        KeptSubscription kept = found.get();
        Instant now = clock.instant();
        WebhookSecret present = kept.secrets(now).getFirst();
        String secret = request.secret().text();
        boolean rotated = !secret.equals(present.text());
        Instant grace = now.plus(options.pace().grace());
        Long done = store.update(entry.key(), kept.revision(), write -> {
            write.set(KeptSubscription.UNTIL, until.toEpochMilli());
            write.set(KeptSubscription.SUSPENDED, false);
            if (rotated) {
                write.set(KeptSubscription.SECRET, secret)
                        .set(KeptSubscription.FORMER, present.text())
                        .set(KeptSubscription.FORMER_UNTIL, grace.toEpochMilli());
            }
        });
        if (done == null) {
            return null;
        }
        store.wake(id);
        return new WebhookGrant(id, until, kept.cursor(), false, kept.status());
    }

    /** Null if another request was faster. Its place is taken first, so that no quota is passed; then it is shown. */
    private @Nullable WebhookGrant created(WebhookRequest request, String id, Start start, Instant until)
            throws InterruptedException {
        Principal principal = Callers.principal(request.events().caller());
        WebhookOptions.Bounds bounds = options.bounds();
        store.requireRoom(bounds.all());
        String key = store.create(
                principal,
                bounds.ofPrincipal(),
                KeptSubscription.begun(request, start.cursor(), until),
                options.lives().longest());
        boolean listed = false;
        try {
            URI url = URI.create(request.url());
            consent.require(new WebhookSender.Target(id, principal.id(), url), request.secret());
            listed = store.list(id, key, bounds.all());
        } finally {
            if (!listed) {
                store.forget(key);
            }
        }
        return listed ? new WebhookGrant(id, until, start.cursor(), start.truncated(), null) : null;
    }

    @Override
    public boolean unsubscribe(WebhookKey key) {
        String id = key.id();
        Optional<WebhookStore.Entry> entry = store.entry(id);
        if (entry.isEmpty()) {
            return false;
        }
        couriers.stop(id);
        Optional<KeptSubscription> kept = store.find(entry.get().key());
        boolean removed = store.remove(id, entry.get().key());
        return removed && kept.isPresent() && !kept.get().isOver(clock.instant());
    }

    /** Stops delivering; another instance goes on. */
    @Override
    public void close() {
        couriers.quit();
        sockets.close();
        couriers.close();
    }
}
