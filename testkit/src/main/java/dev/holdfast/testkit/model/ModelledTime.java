package dev.holdfast.testkit.model;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.model.Facts.Waiting;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The effects of time on a state: each as of the time it was due, in that order, however late the state is accessed.
 */
final class ModelledTime {
    private final ModelledState state;
    private final Facts facts;

    ModelledTime(ModelledState state) {
        this.state = state;
        this.facts = state.facts;
    }

    /** Fires what is due; called before every command. */
    void fire() {
        while (facts.exists && fireNext()) {}
    }

    private boolean fireNext() {
        Instant now = state.now();
        Instant ended = facts.ended(now);
        if (ended != null && !now.isBefore(ended.plus(Facts.RECOVERABLE))) {
            facts.exists = false;
            return true;
        }
        Instant expiry = facts.recordedEnd() == null ? ended : null;
        Waiting write = facts.nextWrite();
        Instant until = Objects.requireNonNull(Facts.earliest(now, expiry, write == null ? null : write.due()));
        Instant end = facts.nextEnd();
        if ((end != null && !end.isAfter(until)) || facts.isTakenAfter(now)) {
            lapse(until, now);
        } else if (expiry != null && !expiry.isAfter(until)) {
            facts.expired = expiry;
            state.commitBeside(Deed.of(EventType.EXPIRED, Deed.TIME));
        } else if (write != null && !write.due().isAfter(now)) {
            carryOut(write);
        } else {
            return false;
        }
        return true;
    }

    private void lapse(Instant until, Instant now) {
        Set<String> keys = new TreeSet<>();
        facts.ends.forEach((key, end) -> {
            if (!end.isAfter(until) || Facts.isAfter(facts.begun.get(key), now)) {
                keys.add(key);
            }
        });
        facts.ends.keySet().removeAll(keys);
        facts.leases.values().removeIf(lease -> !lease.until().isAfter(until) || Facts.isAfter(lease.since(), now));
        JsonObject left = Facts.without(facts.document, keys);
        state.commit(Deed.of(EventType.LAPSED, Deed.TIME), left, Set.of());
    }

    /** A scheduled write is decided as if it were sent when it was due; if it has no effect, that is an event too. */
    private void carryOut(Waiting write) {
        facts.queue.remove(write);
        long before = facts.revision;
        Cause cause = new Cause.Scheduled(write.id());
        Answer answer = new ModelledWrite(state, write.by(), write.due(), cause).late(write.write());
        if (!answer.isDone() || facts.revision == before) {
            state.commitBeside(new Deed(EventType.LAPSED, Deed.TIME, why(answer.failure()), cause));
        }
    }

    private static String why(Failure.@Nullable Code failure) {
        return failure == null ? "there was nothing to change" : failure.wire();
    }
}
