package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Handover;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Offers;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.SystemFacts;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Decides who else may use a state, and whose it is. */
final class Sharing {
    private static final int MOST = 1_000;

    private Sharing() {}

    static Decision decide(Image image, Change.Share share) {
        String principal = share.principal().id();
        if (principal.equals(image.settings().owner())) {
            return share.access() == Access.OWNER
                    ? new Decision.Unchanged()
                    : new Decision.Rejected(Failure.invalid(
                            "principal", "The owner may do everything; hand the state over to change that."));
        }
        Access present = image.facts().grants().getOrDefault(principal, Access.NONE);
        if (present == share.access()) {
            return new Decision.Unchanged();
        }
        if (present == Access.NONE && image.facts().grants().size() >= MOST) {
            return new Decision.Rejected(Refusals.limit("grants", MOST + 1L, MOST, "Withdraw grants first."));
        }
        return new Decision.Accepted(EventDraft.beside(EventType.SHARED, image, patch(image, share, present)));
    }

    /** From now on the state is listed for, and counts for, the principal that it was given to. */
    static Decision accept(Image image, Principal actor) {
        JsonObject.Builder patch = JsonObject.builder();
        if (image.facts().offered().contains(actor.id())) {
            patch.put(SystemFacts.OFFERED, JsonObject.of(actor.id(), JsonNull.NULL));
        }
        if (Offers.isHandedTo(image, actor)) {
            patch.put(SystemFacts.HANDED, JsonNull.NULL);
        }
        JsonObject taken = patch.build();
        return taken.isEmpty()
                ? new Decision.Unchanged()
                : new Decision.Accepted(EventDraft.beside(EventType.ACCEPTED, image, taken));
    }

    private static JsonObject patch(Image image, Change.Share share, Access present) {
        String principal = share.principal().id();
        boolean offered = image.facts().offered().contains(principal);
        boolean grants = share.access() != Access.NONE && share.access() != Access.OWNER;
        JsonObject.Builder patch = JsonObject.builder();
        if (share.access() == Access.OWNER) {
            handOver(image, principal, present != Access.NONE && !offered, patch);
        }
        Json grant = grants ? Json.of(share.access().wire()) : JsonNull.NULL;
        patch.put(SystemFacts.GRANTS, JsonObject.of(principal, grant));
        if (grants ? present == Access.NONE : offered) {
            patch.put(SystemFacts.OFFERED, JsonObject.of(principal, grants ? Json.of(true) : JsonNull.NULL));
        }
        patch.putIfPresent(SystemFacts.LEASES, endedLeases(image, share));
        return patch.build();
    }

    /** The leases of a principal that may no longer hold any, as a patch that ends them; null if it has none. */
    private static @Nullable JsonObject endedLeases(Image image, Change.Share share) {
        Principal principal = share.principal();
        boolean bearer = principal.isLocal() && new Principal(image.settings().owner()).isLocal();
        if (bearer || share.access().includes(Access.WRITE)) {
            return null;
        }
        JsonObject ended = JsonObject.EMPTY;
        for (Lease lease : image.facts().leases().values()) {
            ended = lease.holder().equals(principal.id()) ? ended.with(lease.name(), JsonNull.NULL) : ended;
        }
        return ended.isEmpty() ? null : ended;
    }

    /**
     * A state handed over leaves its name behind: the name is its old owner's, and its new one may have it already. It
     * counts for the principal who gave it until it is taken, even if it is handed on before that.
     */
    private static void handOver(Image image, String to, boolean known, JsonObject.Builder patch) {
        String giver = Offers.counted(image);
        patch.put("owner", Json.of(to)).put("name", JsonNull.NULL);
        if (!giver.equals(to)) {
            patch.put(SystemFacts.HANDED, new Handover(giver, known).toPatch());
        } else if (image.facts().handover() != null) {
            patch.put(SystemFacts.HANDED, JsonNull.NULL);
        }
    }
}
