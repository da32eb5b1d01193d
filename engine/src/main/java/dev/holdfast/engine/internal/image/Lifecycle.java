package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.spi.Lifetime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a state ends: closed by a caller, or expired. Both can be reverted for a while; erasing cannot. */
public final class Lifecycle {
    /**
     * How long a closed or expired state can be reopened by its handle; a state without a handle is removed when it
     * ends.
     */
    public static final Duration RECOVERABLE = Duration.ofDays(7);

    /** How long a state that was brought back lives at least, however short its idle time: long enough to see to it. */
    private static final Duration BROUGHT_BACK = Duration.ofHours(1);

    private Lifecycle() {}

    /** How and when a state ended, and until when it can be reopened. */
    public record Ended(boolean closed, Instant at, Instant purgeAt) {
        private static Ended of(Image image, boolean closed, Instant at) {
            return new Ended(closed, at, image.id().isHandle() ? at.plus(RECOVERABLE) : at);
        }

        public boolean recoverableAt(Instant now) {
            return now.isBefore(purgeAt());
        }
    }

    /** When the state expires if it is not used before then; null if never. */
    public static @Nullable Instant expiresAt(Image image) {
        Settings settings = image.settings();
        if (settings.lifetime() != Lifetime.SESSION) {
            return null;
        }
        Instant idle = image.usedAt().plus(settings.idleTtl());
        Instant least =
                image.openedAt().isAfter(image.createdAt()) ? image.openedAt().plus(BROUGHT_BACK) : idle;
        Instant unused = idle.isAfter(least) ? idle : least;
        Instant oldest = oldest(image);
        return unused.isBefore(oldest) ? unused : oldest;
    }

    /** When a session ends however much it is used. */
    private static Instant oldest(Image image) {
        return image.openedAt().plus(image.settings().maxTtl());
    }

    /** Whether a state exists and has not ended by now. */
    public static boolean isOpen(Image image, Instant now) {
        return image.exists() && ended(image, now) == null;
    }

    /** How the state has ended by now; null if it is open. */
    public static @Nullable Ended ended(Image image, Instant now) {
        Ended recorded = recorded(image);
        if (recorded != null) {
            return recorded;
        }
        Instant expiresAt = expiresAt(image);
        return expiresAt != null && !now.isBefore(expiresAt) ? Ended.of(image, false, expiresAt) : null;
    }

    /** How the state has ended according to its events; null if it is open, or has expired without an event so far. */
    static @Nullable Ended recorded(Image image) {
        SystemFacts facts = image.facts();
        if (facts.erased()) {
            return Ended.of(image, true, Instant.EPOCH);
        } else if (image.closedAt() != null) {
            return Ended.of(image, true, image.closedAt());
        }
        return facts.expiredAt() == null ? null : Ended.of(image, false, facts.expiredAt());
    }

    /**
     * Whether a read should renew a session: less than half of its idle time is left, and renewing would move its end.
     * This is rare, so that reads seldom cost a write.
     */
    public static boolean wantsRenewal(Image image, Instant now) {
        Instant expiresAt = expiresAt(image);
        Duration idleTtl = image.settings().idleTtl();
        return expiresAt != null
                && expiresAt.isBefore(oldest(image))
                && Duration.between(now, expiresAt).compareTo(idleTtl.dividedBy(2)) < 0;
    }
}
