package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.SystemFacts;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;

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
        return new Decision.Accepted(EventDraft.beside(EventType.SHARED, image, patch(share)));
    }

    /** A state handed over leaves its name behind: the name is its old owner's, and its new one may have it already. */
    private static JsonObject patch(Change.Share share) {
        String principal = share.principal().id();
        return switch (share.access()) {
            case OWNER ->
                JsonObject.of(
                        "owner",
                        Json.of(principal),
                        "name",
                        JsonNull.NULL,
                        SystemFacts.GRANTS,
                        JsonObject.of(principal, JsonNull.NULL));
            case NONE -> JsonObject.of(SystemFacts.GRANTS, JsonObject.of(principal, JsonNull.NULL));
            case READ, WRITE, ADMIN ->
                JsonObject.of(
                        SystemFacts.GRANTS,
                        JsonObject.of(principal, Json.of(share.access().wire())));
        };
    }
}
