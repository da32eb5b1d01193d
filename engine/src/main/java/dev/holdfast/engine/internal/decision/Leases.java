package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.SystemFacts;
import dev.holdfast.engine.internal.image.TimeSpan;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides who holds which lease, and whether a write's tokens still count. */
final class Leases {
    private static final int MOST = 100;

    private Leases() {}

    static Decision decide(Image image, Principal actor, LeaseRequest request, Instant now, MintedIds ids) {
        Lease held = live(image, request.name(), now);
        Long token = request.token();
        if (token == null) {
            return held == null ? acquire(image, actor, request, now, ids) : new Decision.Rejected(taken(held, null));
        }
        if (!counts(held, actor, token)) {
            return held == null && request.release()
                    ? new Decision.Unchanged()
                    : new Decision.Rejected(taken(request.name(), held, token));
        }
        return new Decision.Accepted(leased(
                image,
                request.name(),
                request.release() ? JsonNull.NULL : JsonObject.of(SystemFacts.UNTIL, until(request, now))));
    }

    /** Why a write that carries these tokens must not be carried out; null if it may. */
    static @Nullable Failure stale(Image image, Principal actor, Map<String, Long> tokens, Instant now) {
        for (Map.Entry<String, Long> carried : tokens.entrySet()) {
            Lease held = live(image, carried.getKey(), now);
            if (!counts(held, actor, carried.getValue())) {
                return taken(carried.getKey(), held, carried.getValue());
            }
        }
        return null;
    }

    private static Decision acquire(Image image, Principal actor, LeaseRequest request, Instant now, MintedIds ids) {
        if (image.facts().leases().size() >= MOST) {
            return new Decision.Rejected(Refusals.limit(
                    "leases", image.facts().leases().size() + 1L, MOST, "Release leases, or let some of them end."));
        }
        JsonObject lease = JsonObject.builder()
                .put("holder", actor.id())
                .put("token", ids.tokensBefore() + image.revision() + 1)
                .put(SystemFacts.UNTIL, until(request, now))
                .build();
        return new Decision.Accepted(leased(image, request.name(), lease));
    }

    private static EventDraft leased(Image image, String name, Json lease) {
        return EventDraft.beside(
                EventType.LEASED, image, JsonObject.of(SystemFacts.LEASES, JsonObject.of(name, lease)));
    }

    private static Json until(LeaseRequest request, Instant now) {
        return TimeSpan.of(now, request.ttl());
    }

    private static @Nullable Lease live(Image image, String name, Instant now) {
        Lease lease = image.facts().leases().get(name);
        return lease != null && lease.isLiveAt(now) ? lease : null;
    }

    private static boolean counts(@Nullable Lease held, Principal actor, long token) {
        return held != null && held.token() == token && held.holder().equals(actor.id());
    }

    private static Failure taken(Lease held, @Nullable Long token) {
        return taken(held.name(), held, token);
    }

    private static Failure taken(String name, @Nullable Lease held, @Nullable Long token) {
        JsonObject.Builder facts = JsonObject.builder().put("lease", name);
        facts.putIfPresent("token", token == null ? null : Json.of(token));
        if (held != null) {
            facts.put("holder", held.holder()).put("until", held.until().toString());
        }
        String hint = held != null
                ? "The lease is held until the time given here; wait, or ask for it again then."
                : "The lease has ended. Acquire it again, read the state, and decide again.";
        return new Failure(Failure.Code.CONFLICT, facts.build(), hint);
    }
}
