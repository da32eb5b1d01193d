package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decision;
import dev.holdfast.engine.internal.decision.Timers;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Idempotency;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.seal.DataKey;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.rules.Steps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command worked out on an image, up to the point of storing it: what time asks for comes first, then what the
 * command does. It holds as long as no event follows the image.
 *
 * @param base the image
 * @param records the events it leads to, in order
 * @param outcome what becomes of the command if they are stored
 */
record Worked(Image base, List<Recorded> records, CommandOutcome outcome) {
    /**
     * An event that is ready to be stored.
     *
     * @param append its commit
     * @param after the image it leads to
     * @param type its kind
     * @param key what seals it; null if it is in clear
     */
    record Recorded(
            Append append,
            Image after,
            EventType type,
            @Nullable DataKey key) {}

    /**
     * Works a command out.
     *
     * @throws Steps.EndedException if it costs more than is allowed here, or its caller has left
     */
    static Worked of(Deciding deciding, Image base, Command command, Steps steps) {
        Instant now = deciding.now();
        Work work = new Work(deciding, base, steps);
        work.fireTimers(now);
        return new Worked(base, work.records, work.carryOut(command, now));
    }

    /** Whether the command can be stored after an image as it was worked out. */
    boolean standsOn(Image image) {
        return base.revision() == image.revision() && base.hash().equals(image.hash());
    }

    /** How much there is to store, in bytes. */
    long bytes() {
        long bytes = 0;
        for (Recorded recorded : records) {
            bytes += recorded.append().commit().event().length();
        }
        return bytes;
    }

    private static final class Work {
        private final List<Recorded> records = new ArrayList<>(1);
        private final Deciding deciding;
        private final Steps steps;
        private Image image;

        Work(Deciding deciding, Image base, Steps steps) {
            this.deciding = deciding;
            this.image = base;
            this.steps = steps;
        }

        /** Events that are due come before the command. */
        void fireTimers(Instant now) {
            for (Timers.Firing due = due(now); due != null; due = due(now)) {
                record(due.actor(), null, due.draft(), now);
            }
        }

        private Timers.@Nullable Firing due(Instant now) {
            return deciding.due(image, now, steps.forAPart());
        }

        CommandOutcome carryOut(Command command, Instant now) {
            return switch (deciding.decide(image, command, now, steps)) {
                case Decision.Accepted(EventDraft draft) ->
                    committed(record(command.actor(), command.idempotency(), draft, now));
                case Decision.Unchanged unchanged -> CommandOutcome.Done.unchanged(image);
                case Decision.Repeated(var first) -> CommandOutcome.Done.repeated(image, first);
                case Decision.Rejected(Failure failure) -> new CommandOutcome.Refused(failure);
            };
        }

        private CommandOutcome committed(EventCodec.Encoded encoded) {
            return CommandOutcome.Done.committed(image, encoded);
        }

        private EventCodec.Encoded record(
                Principal actor, @Nullable Idempotency idempotency, EventDraft draft, Instant now) {
            if (draft.system() != null) {
                // All of a state's system facts are read again when one of them changes.
                steps.spend(image.system().canonicalSize());
            }
            EventCodec.Encoded encoded =
                    deciding.stored().codec().encode(image, actor, idempotency, draft, Deciding.at(image, now));
            Image after = image.apply(encoded.event(), draft.after());
            Append append = new Append(image.id(), image.revision(), encoded.commit(), after.header());
            records.add(new Recorded(append, after, draft.type(), encoded.key()));
            image = after;
            return encoded;
        }
    }
}
