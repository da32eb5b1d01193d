package dev.holdfast.engine.internal.workflow;

import dev.holdfast.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times until which something must be done. */
final class Deadlines {
    private static final String DEADLINE = "deadline";

    private Deadlines() {}

    /** The time after a duration; null if there is no bound. */
    static @Nullable Instant in(RunDraft run, @Nullable Duration duration) {
        return duration == null ? null : run.now().plus(duration);
    }

    /** The earlier of two times, of which either may be missing. */
    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** The earlier of two times, of which one may be missing. */
    static Instant notAfter(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }

    /** From now on the run may take as long as its definition says. */
    static void set(RunDraft run) {
        Instant deadline = in(run, run.plan().workflow().timeout());
        if (deadline != null) {
            run.head(DEADLINE, Json.of(deadline.toString()));
            run.schedule("", null, deadline);
        }
    }

    /** The run as a whole has no more time to keep. */
    static void clear(RunDraft run) {
        String deadline = run.head().string(DEADLINE);
        if (deadline != null) {
            run.head(DEADLINE, null);
            run.schedule("", Instant.parse(deadline), null);
        }
    }
}
