package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.Decision;
import dev.holdfast.engine.internal.decision.MintedIds;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.Idempotency;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Remembered;
import java.util.Collections;
import java.util.SortedSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What became of a command. */
public sealed interface CommandOutcome {
    /** How a command came to be done. */
    enum How {
        /** It was carried out, and its event is durable. */
        COMMITTED,
        /** There was nothing to change. */
        UNCHANGED,
        /** It had been carried out before. */
        REPEATED
    }

    /**
     * It is done, now or before.
     *
     * @param image the state now
     * @param revision the state's revision after the command
     * @param known the keys it changed; null if they are not remembered, see {@link #changed}
     * @param how whether that happened now
     * @param stored the bytes of its event; 0 unless it was carried out now
     */
    record Done(Image image, long revision, @Nullable SortedSet<String> known, How how, long stored)
            implements CommandOutcome {
        static Done committed(Image after, EventCodec.Encoded encoded) {
            long stored = encoded.commit().event().length();
            return new Done(after, after.revision(), encoded.event().keys(), How.COMMITTED, stored);
        }

        static Done unchanged(Image image) {
            return new Done(image, image.revision(), Collections.emptySortedSet(), How.UNCHANGED, 0);
        }

        static Done repeated(Image image, Remembered.Result first) {
            return new Done(image, first.revision(), first.changed(), How.REPEATED, 0);
        }

        /**
         * What the same command came to before; null if it was not carried out yet. For calls that work something out
         * before they send a command, since by then there may be something else to work out.
         *
         * @throws HoldfastException {@code op_reused} if another command has its id
         */
        public static @Nullable Done before(Image image, @Nullable Idempotency idempotency, MintedIds ids) {
            return switch (Decider.before(image, idempotency, ids)) {
                case Decision.Repeated(Remembered.Result first) -> repeated(image, first);
                case Decision.Rejected(Failure failure) -> throw failure.toException();
                case null, default -> null;
            };
        }

        /** Whether it had been carried out before. */
        public boolean replayed() {
            return how == How.REPEATED;
        }

        /** The keys it changed; none if they are no longer known. */
        public SortedSet<String> changed(History history) {
            if (known != null) {
                return known;
            }
            SortedSet<String> keys =
                    History.ifKept(() -> history.event(image.id(), revision).keys());
            return keys == null ? Collections.emptySortedSet() : keys;
        }

        /**
         * The state as the command left it; null if it was carried out before and that is no longer kept.
         *
         * @param past reads the state at a revision
         */
        public @Nullable Image then(LongFunction<Image> past) {
            return replayed() ? History.ifKept(() -> past.apply(revision)) : image;
        }
    }

    /** It was not carried out. */
    record Refused(Failure failure) implements CommandOutcome {}

    /**
     * What was done.
     *
     * @throws HoldfastException if it was refused
     */
    default Done done() {
        return switch (this) {
            case Done done -> done;
            case Refused(Failure failure) -> throw failure.toException();
        };
    }
}
