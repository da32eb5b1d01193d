package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Refusals;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Limits the waits of a principal that are open at the same time. Safe for use by many threads. */
public final class WaitQuota {
    private final int most;
    private final Map<Principal, Integer> open = new ConcurrentHashMap<>();

    WaitQuota(int most) {
        this.most = most;
    }

    /**
     * Counts a wait that begins.
     *
     * @throws HoldfastException {@code limit} if too many are open; then nothing is counted
     */
    public void begin(Principal principal) {
        if (isExempt(principal)) {
            return;
        }
        open.merge(principal, 1, (before, one) -> {
            if (before >= most) {
                throw Refusals.limit(
                                "waits",
                                before + 1L,
                                most,
                                "You wait for too many things at once. End a wait, or wait for several keys of one"
                                        + " state in one call. The operator can allow more (waitsPerPrincipal).")
                        .toException();
            }
            return before + one;
        });
    }

    /** A wait that was counted has ended. */
    public void end(Principal principal) {
        if (!isExempt(principal)) {
            open.computeIfPresent(principal, (any, before) -> before == 1 ? null : Integer.valueOf(before - 1));
        }
    }

    private static boolean isExempt(Principal principal) {
        return Actors.isInternal(principal.id());
    }
}
