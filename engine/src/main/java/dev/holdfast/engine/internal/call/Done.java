package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.commit.Pending;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.Decision;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.Idempotency;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Remembered;
import java.util.Collections;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A command that was carried out, now or before.
 *
 * @param image the state now
 * @param revision the state's revision after the command
 * @param changed the keys it changed
 * @param replayed whether it was carried out before
 */
public record Done(Image image, long revision, SortedSet<String> changed, boolean replayed) {
    /**
     * What a command came to.
     *
     * @throws HoldfastException if it was refused
     */
    public static Done of(Pending.Outcome outcome) {
        return switch (outcome) {
            case Pending.Outcome.Committed(Image after, Event event) ->
                new Done(after, after.revision(), event.keys(), false);
            case Pending.Outcome.Unchanged(Image image) ->
                new Done(image, image.revision(), Collections.emptySortedSet(), false);
            case Pending.Outcome.Replayed(Image image, Remembered.Outcome first) -> replayed(image, first);
            case Pending.Outcome.Refused(Failure failure) -> throw failure.toException();
        };
    }

    /**
     * What the same command came to before; null if it was not carried out yet. For calls that work something out
     * before they send a command, since by then there may be something else to work out.
     *
     * @throws HoldfastException {@code op_reused} if another command has its id
     */
    static @Nullable Done before(Image image, @Nullable Idempotency idempotency, Supplier<String> freshId) {
        return switch (Decider.replay(image, idempotency, freshId)) {
            case Decision.Replayed(Remembered.Outcome first) -> replayed(image, first);
            case Decision.Rejected(Failure failure) -> throw failure.toException();
            case null, default -> null;
        };
    }

    private static Done replayed(Image image, Remembered.Outcome first) {
        return new Done(image, first.revision(), first.changed(), true);
    }

    /** The state as the command left it; null if it was carried out before and that is no longer kept. */
    public @Nullable Image then(History history) {
        return replayed ? History.ifKept(() -> history.at(image.id(), revision)) : image;
    }
}
