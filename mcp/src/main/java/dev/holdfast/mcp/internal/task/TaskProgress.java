package dev.holdfast.mcp.internal.task;

import dev.holdfast.mcp.CallProgress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a job, as the status message of its task: the protocol has no progress notifications for tasks. It is
 * kept in memory.
 */
final class TaskProgress implements CallProgress {
    /**
     * What a job reported.
     *
     * @param message for users
     * @param at when
     */
    record Report(double progress, String message, Instant at) {}

    private final Supplier<Instant> clock;

    private final AtomicReference<@Nullable Report> last = new AtomicReference<>();

    TaskProgress(Supplier<Instant> clock) {
        this.clock = clock;
    }

    @Override
    public boolean isWanted() {
        return true;
    }

    @Override
    public void report(double progress, @Nullable Double total, @Nullable String message) {
        if (Double.isFinite(progress)) {
            Report next = new Report(progress, message == null ? inNumbers(progress, total) : message, clock.get());
            last.updateAndGet(before -> before == null || progress > before.progress() ? next : before);
        }
    }

    /** The furthest progress reported; null for none. */
    @Nullable Report latest() {
        return last.get();
    }

    private static String inNumbers(double progress, @Nullable Double total) {
        return total == null || !Double.isFinite(total) ? plain(progress) : plain(progress) + " of " + plain(total);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
