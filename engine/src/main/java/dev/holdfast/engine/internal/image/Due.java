package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.workflow.Run;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the next timer of a state is due. {@code Timers} decides what it does. */
public final class Due {
    private static final Duration FINEST = Duration.ofSeconds(1);

    private Due() {}

    /**
     * When the next timer is due; null if there is none. The end of an idle session moves with every command. It is
     * rounded up here to a sixteenth of the idle time, so that an index on it rarely has to change.
     */
    public static @Nullable Instant next(Image image) {
        SystemFacts facts = image.facts();
        if (facts.erased()) {
            return image.at();
        }
        Configuration machine = facts.configuration();
        Run run = image.run();
        Instant next = earlier(facts.nextEnd(), facts.questions().nextEnd());
        next = earlier(
                next,
                facts.scheduled().isEmpty()
                        ? null
                        : facts.scheduled().getFirst().due());
        Lifecycle.Ended ended = Lifecycle.recorded(image);
        next = earlier(next, machine == null || ended != null ? null : machine.nextDue());
        next = earlier(next, run == null || ended != null ? null : run.nextDue());
        return earlier(next, ended == null ? expiry(image) : ended.purgeAt());
    }

    /** The earlier of two times; null means never. */
    public static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.isBefore(one) ? other : one;
    }

    private static @Nullable Instant expiry(Image image) {
        Instant expiresAt = Lifecycle.expiresAt(image);
        if (expiresAt == null) {
            return null;
        }
        Duration sixteenth = image.settings().idleTtl().dividedBy(16);
        long grain = (sixteenth.compareTo(FINEST) < 0 ? FINEST : sixteenth).toMillis();
        return Instant.ofEpochMilli(Math.ceilDiv(expiresAt.toEpochMilli(), grain) * grain);
    }
}
