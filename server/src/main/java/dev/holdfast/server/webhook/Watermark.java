package dev.holdfast.server.webhook;

import dev.holdfast.engine.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscription was delivered. The place is stored a moment after it moved, not with each event: after a crash
 * some events come twice. A place that moved without an event, as it does with whatever else is written, is stored
 * seldom; each note is itself something written. For one thread.
 */
final class Watermark {
    private static final Duration SELDOM = Duration.ofMinutes(5);

    private final Workplace workplace;
    private final String key;
    private long revision;
    private String stored;
    private String place;
    private boolean delivered;
    private long notedAt = System.nanoTime();
    private @Nullable Instant deliveredAt;

    Watermark(Workplace workplace, String key, KeptSubscription kept) {
        this.workplace = workplace;
        this.key = key;
        this.revision = kept.revision();
        this.stored = kept.cursor();
        this.place = kept.cursor();
    }

    String place() {
        return place;
    }

    /**
     * The subscription was read again.
     *
     * @return whether another instance has delivered meanwhile, whose place counts then
     */
    boolean found(KeptSubscription kept) {
        revision = kept.revision();
        if (kept.cursor().equals(stored)) {
            return false;
        }
        stored = kept.cursor();
        place = stored;
        delivered = false;
        return true;
    }

    /** Events up to a place were taken. */
    void delivered(String cursor, Instant now) {
        place = cursor;
        delivered = true;
        deliveredAt = now;
    }

    /** There was nothing to deliver up to a place. */
    void moved(String cursor) {
        place = cursor;
    }

    boolean isNoted() {
        return !delivered;
    }

    Duration untilDue() {
        long left = notedAt + workplace.options().pace().note().toNanos() - System.nanoTime();
        return Duration.ofNanos(Math.max(1_000_000, left));
    }

    void noteIfDue() {
        long since = System.nanoTime() - notedAt;
        boolean seldom = since >= SELDOM.toNanos() && !place.equals(stored);
        if (seldom || (delivered && since >= workplace.options().pace().note().toNanos())) {
            write(write -> {});
        }
    }

    /** Stores the place now if events were delivered. */
    void note() {
        if (delivered) {
            write(write -> {});
        }
    }

    void suspended(Trouble why, Instant now) {
        write(write -> write.set(KeptSubscription.SUSPENDED, true)
                .set(KeptSubscription.TROUBLE, why.wire())
                .set(KeptSubscription.FAILED_SINCE, now.toEpochMilli()));
    }

    void resumed() {
        write(write ->
                write.delete(KeptSubscription.SUSPENDED, KeptSubscription.TROUBLE, KeptSubscription.FAILED_SINCE));
    }

    private void write(Consumer<Write.Builder> more) {
        String noted = place;
        Instant when = deliveredAt;
        Long done = workplace.store().update(key, revision, write -> {
            write.set(KeptSubscription.CURSOR, noted);
            if (when != null) {
                write.set(KeptSubscription.DELIVERED_AT, when.toEpochMilli());
            }
            more.accept(write);
        });
        if (done != null) {
            revision = done;
            stored = noted;
            delivered = false;
        }
        notedAt = System.nanoTime();
    }
}
