package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.IfRevision;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.decision.Preconditions;
import dev.holdfast.engine.internal.decision.UnmetRevision;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The revisions that a caller expects. A decision reads no history, so what the keys were at the revision that was
 * expected is looked up here, on the caller's thread, once it is known that it did not hold.
 */
final class ExpectedRevision {
    private final Engine engine;
    private final Principal principal;

    ExpectedRevision(Engine engine, Principal principal) {
        this.engine = engine;
        this.principal = principal;
    }

    /**
     * Holds a revision given for the whole document, if one was, against an image.
     *
     * @throws HoldfastException {@code conflict} if an event after it changed the document
     */
    void require(Image image, @Nullable Long revision) {
        IfRevision expected = revision == null ? new IfRevision.Any() : new IfRevision.Document(revision);
        if (!Preconditions.hold(expected, image)) {
            throw UnmetRevision.conflict(image, expected, List.of(), past -> document(image, past))
                    .toException();
        }
    }

    /** Why a write was refused, in full if it is because of what it expected. */
    Failure refused(Failure failure, Write write, StateId id) {
        boolean unmet = failure.code() == Failure.Code.CONFLICT
                && failure.facts().has("keys")
                && !(write.ifRevision() instanceof IfRevision.Any);
        return unmet ? told(failure, write, id) : failure;
    }

    private Failure told(Failure failure, Write write, StateId id) {
        try {
            Image image = engine.images().current(id);
            return UnmetRevision.conflict(image, write, past -> document(image, past));
        } catch (StoreUnavailableException e) {
            return failure;
        }
    }

    /** A conflict is told, whether or not the past can be read. */
    private @Nullable JsonObject document(Image image, long revision) {
        try {
            return engine.past(principal, image.id(), revision).document();
        } catch (HoldfastException | StoreUnavailableException e) {
            return null;
        }
    }
}
