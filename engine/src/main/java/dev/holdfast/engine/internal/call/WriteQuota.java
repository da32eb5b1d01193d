package dev.holdfast.engine.internal.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Rate;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Limits the bytes that each principal stores a second. What a command will store is not known before it is decided, so
 * it is let in while anything is left, and charged afterwards with the events it really stored: a principal may get
 * into debt by one command, and then waits. Until then a command holds an estimate, so that many at once are not let in
 * on the same bytes. Memory is bounded as in {@link CallQuota}. Safe for use by many threads.
 */
public final class WriteQuota {
    /** What an event has beside its patch, roughly. */
    private static final long EVENT_BYTES = 512;

    private final Rate rate;
    private final InstantSource clock;
    private final Cache<Principal, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(CallQuota.PRINCIPALS_KNOWN)
            .executor(Runnable::run)
            .build();

    WriteQuota(Rate rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
    }

    /**
     * Refuses a principal that has to wait, before work is done for it.
     *
     * @throws HoldfastException {@code limit}
     */
    public void require(Principal principal) {
        Bucket bucket = isLimited(principal) ? spend(principal, 0) : null;
        if (bucket != null && !bucket.granted()) {
            throw Refusals.tooMuchWritten(bucket.perSecond(), rate.perSecond(), bucket.untilNext(rate))
                    .toException();
        }
    }

    /** Holds the bytes that a command may store until {@link #settle}. */
    Reserved reserve(Principal principal, Command command) {
        if (!isLimited(principal)) {
            return Reserved.NOTHING;
        }
        long estimate = EVENT_BYTES + weight(command.change());
        boolean free = isFree(command);
        AtomicReference<Bucket> taken = new AtomicReference<>();
        buckets.asMap().compute(principal, (any, before) -> {
            Bucket filled = filled(before);
            Bucket after = filled.left() > 0 || free ? filled.spent(estimate) : filled.spent(0);
            taken.set(after);
            return after;
        });
        Bucket bucket = taken.get();
        return bucket.granted() || free
                ? new Reserved(estimate, null)
                : new Reserved(
                        0, Refusals.tooMuchWritten(bucket.perSecond(), rate.perSecond(), bucket.untilNext(rate)));
    }

    /** Charges what was really stored instead of what was held. */
    void settle(Principal principal, Reserved reserved, long stored) {
        if (isLimited(principal) && reserved.bytes() != stored) {
            spend(principal, stored - reserved.bytes());
        }
    }

    /**
     * What a command holds.
     *
     * @param bytes how much
     * @param refusal why it is not let in; null if it is
     */
    record Reserved(long bytes, @Nullable Failure refusal) {
        static final Reserved NOTHING = new Reserved(0, null);
    }

    private Bucket spend(Principal principal, long bytes) {
        return buckets.asMap()
                .compute(principal, (any, before) -> filled(before).spent(bytes));
    }

    private Bucket filled(@Nullable Bucket before) {
        Instant now = clock.instant();
        return before == null ? Bucket.full(rate, now) : before.filled(rate, now);
    }

    private boolean isLimited(Principal principal) {
        return !rate.equals(Rate.UNLIMITED) && !Actors.isInternal(principal.id());
    }

    /** What ends things, follows from a read, or goes on with what was let in before is charged but never refused. */
    private static boolean isFree(Command command) {
        Change change = command.change();
        return (Actors.isInternal(command.actor().id()) && !(change instanceof Change.Create))
                || change instanceof Change.Close
                || change instanceof Change.Erase
                || change instanceof Change.Accept
                || change instanceof Change.Renew
                || change instanceof Change.FireTimers;
    }

    private static long begun(Change.Create create) {
        JsonObject workflow = create.settings().workflow();
        RunRequest.Start start = create.start();
        return (workflow == null ? 0 : workflow.canonicalSize())
                + (start == null ? 0L : start.input().canonicalSize());
    }

    private static long weight(Change change) {
        return switch (change) {
            case Change.Create create -> create.data().canonicalSize() + begun(create);
            case Change.Advance(RunRequest request) -> request.toJson().canonicalSize();
            case Change.Operate operate -> operate.write().toJson().canonicalSize();
            case Change.TakeBack takeBack -> takeBack.patch().toJson().canonicalSize();
            case Change.TakeIn takeIn -> takeIn.patch().toJson().canonicalSize();
            case Change.Configure configure -> configure.settings().canonicalSize();
            default -> 0;
        };
    }
}
