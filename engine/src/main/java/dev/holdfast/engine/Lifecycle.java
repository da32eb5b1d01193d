package dev.holdfast.engine;

import dev.holdfast.engine.spi.Lifetime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a state ends: closed by somebody, or expired by time. Both can be taken back for a while. */
final class Lifecycle {
    /** How long a closed or expired state can be brought back. */
    static final Duration RECOVERABLE = Duration.ofDays(7);

    private Lifecycle() {}

    /** How and when a state ended. */
    record Ended(boolean closed, Instant at) {
        Instant purgeAt() {
            return at.plus(RECOVERABLE);
        }

        boolean recoverableAt(Instant now) {
            return now.isBefore(purgeAt());
        }
    }

    /** When the state expires if nothing is committed to it before; null if never. */
    static @Nullable Instant expiresAt(Image image) {
        Settings settings = image.settings();
        if (settings.lifetime() != Lifetime.SESSION) {
            return null;
        }
        Instant idle = image.at().plus(settings.idleTtl());
        Instant oldest = image.openedAt().plus(settings.maxTtl());
        return idle.isBefore(oldest) ? idle : oldest;
    }

    /** How the state has ended by now; null if it is open. */
    static @Nullable Ended ended(Image image, Instant now) {
        Instant closedAt = image.closedAt();
        if (closedAt != null) {
            return new Ended(true, closedAt);
        }
        Instant expiresAt = expiresAt(image);
        return expiresAt != null && !now.isBefore(expiresAt) ? new Ended(false, expiresAt) : null;
    }

    /**
     * Whether a read should renew a session: less than half of its idle time is left, and renewing would move its end.
     * Rarely, so that reading costs no writes.
     */
    static boolean wantsRenewal(Image image, Instant now) {
        Instant expiresAt = expiresAt(image);
        Duration idleTtl = image.settings().idleTtl();
        return expiresAt != null
                && expiresAt.equals(image.at().plus(idleTtl))
                && Duration.between(now, expiresAt).compareTo(idleTtl.dividedBy(2)) < 0;
    }
}
