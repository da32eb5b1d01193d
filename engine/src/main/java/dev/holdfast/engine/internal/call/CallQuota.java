package dev.holdfast.engine.internal.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Rate;
import dev.holdfast.engine.internal.image.Refusals;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Limits the rate of each principal's calls. Each principal has a bucket of its own, so principals do not delay each
 * other. Memory is bounded: the least active principals are forgotten and start again with a full bucket, so none is
 * refused too early. Safe for use by many threads.
 */
public final class CallQuota {
    static final int PRINCIPALS_KNOWN = 10_000;

    private final Rate rate;
    private final InstantSource clock;
    private final Cache<Principal, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(PRINCIPALS_KNOWN)
            .executor(Runnable::run)
            .build();

    CallQuota(Rate rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
    }

    /** Counts a call that is about to be carried out; throws {@code limit} if the principal has to wait. */
    public void take(Principal principal) {
        if (rate.equals(Rate.UNLIMITED)) {
            return;
        }
        Instant now = clock.instant();
        Bucket bucket = buckets.asMap()
                .compute(
                        principal,
                        (any, before) -> (before == null ? Bucket.full(rate, now) : before.filled(rate, now)).taken());
        if (!bucket.granted()) {
            throw Refusals.tooOften(bucket.perSecond(), rate.perSecond(), bucket.untilNext(rate))
                    .toException();
        }
    }

    /** The approximate number of principals remembered. */
    long known() {
        return buckets.estimatedSize();
    }
}
