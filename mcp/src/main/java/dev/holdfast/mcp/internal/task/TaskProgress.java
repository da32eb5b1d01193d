package dev.holdfast.mcp.internal.task;

import dev.holdfast.mcp.CallProgress;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Progress of a job, as the status message of its task: the protocol has no progress notifications for tasks. */
final class TaskProgress implements CallProgress {
    private record Report(double progress, String message) {}

    private final AtomicReference<@Nullable Report> last = new AtomicReference<>();

    @Override
    public boolean isWanted() {
        return true;
    }

    @Override
    public void report(double progress, @Nullable Double total, @Nullable String message) {
        if (Double.isFinite(progress)) {
            Report next = new Report(progress, message == null ? inNumbers(progress, total) : message);
            last.updateAndGet(before -> before == null || progress > before.progress() ? next : before);
        }
    }

    /** The message of the furthest progress reported; null for none. */
    @Nullable String latest() {
        Report report = last.get();
        return report == null ? null : report.message();
    }

    private static String inNumbers(double progress, @Nullable Double total) {
        return total == null || !Double.isFinite(total) ? plain(progress) : plain(progress) + " of " + plain(total);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
