package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.feed.Occurred;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Rights;
import dev.holdfast.engine.spi.StateId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a principal may be told of. A state that has ended can be seen as long as it can be brought back, so that its
 * end is told, and its return. Reading a feed is no use of a session.
 */
record Sight(Engine engine, Principal principal) {
    /** The state now; null if the principal may not see it. Of a state of others nothing is loaded. */
    @Nullable Image of(StateId id) {
        if (!engine.visibility().admits(id, principal)) {
            return null;
        }
        Image image = engine.images().current(id);
        return Rights.sees(image, principal) && isRecoverable(image) ? image : null;
    }

    /**
     * The state now.
     *
     * @throws HoldfastException {@code not_found} if the principal may not see it
     */
    Image require(StateId id) {
        Image image = of(id);
        if (image == null) {
            engine.recorder().refused(principal, AuditKind.OBSERVE, id, Failure.Code.NOT_FOUND);
            throw Failure.notFound(id.value()).toException();
        }
        return image;
    }

    /** Events are shown once that is recorded. */
    void record(List<Occurred> shown) {
        if (!shown.isEmpty()) {
            engine.recorder()
                    .read(
                            principal,
                            AuditKind.OBSERVE,
                            shown.stream()
                                    .map(each -> new Version(
                                            each.event().state(), each.event().revision()))
                                    .toList());
        }
    }

    private boolean isRecoverable(Image image) {
        Instant now = engine.now();
        Lifecycle.Ended ended = Lifecycle.ended(image, now);
        return ended == null || ended.recoverableAt(now);
    }
}
