package dev.holdfast.server.webhook;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** When what failed is sent again. For one thread. */
final class Retries {
    /** What a receiver may ask for at most. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final WebhookOptions.Pace pace;
    private String failing = "";
    private int failures;
    private long due = System.nanoTime();

    Retries(WebhookOptions.Pace pace) {
        this.pace = pace;
    }

    /** Something was taken, or is to be tried at once. */
    void reset() {
        failing = "";
        failures = 0;
        due = System.nanoTime();
    }

    /**
     * Notes a failure of one event.
     *
     * @return whether it was the last attempt, after which it is only tried now and then
     */
    boolean failed(String what, @Nullable Duration retryAfter) {
        failures = what.equals(failing) ? failures + 1 : 1;
        failing = what;
        boolean last = failures > pace.delays().size();
        Duration delay = last ? pace.probe() : pace.delays().get(failures - 1);
        long spread = Math.max(1, delay.toNanos() / 4);
        Duration chosen = delay.plusNanos(ThreadLocalRandom.current().nextLong(spread));
        Duration asked = retryAfter == null || retryAfter.compareTo(LONGEST) < 0 ? retryAfter : LONGEST;
        due = System.nanoTime() + (asked == null || asked.compareTo(chosen) < 0 ? chosen : asked).toNanos();
        return last;
    }

    boolean isDue() {
        return due - System.nanoTime() <= 0;
    }

    Duration delay() {
        return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    }
}
