package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.model.Facts.Waiting;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One write: queued or cancelled, refused, or done. */
final class ModelledWrite {
    private final ModelledState state;
    private final Facts facts;
    private final String actor;
    private final Instant when;
    private final @Nullable Cause cause;

    /**
     * @param when the time at which it is decided
     * @param cause the queued write it comes from; null if it was not queued
     */
    ModelledWrite(ModelledState state, String actor, Instant when, @Nullable Cause cause) {
        this.state = state;
        this.facts = state.facts;
        this.actor = actor;
        this.when = when;
        this.cause = cause;
    }

    /** Decides a queued write: checks again who may write and whether the state is open. */
    Answer late(JsonObject write) {
        if (!facts.isKnownTo(actor)) {
            return Answer.failed(Code.NOT_FOUND);
        } else if (!facts.may(actor, Access.WRITE)) {
            return Answer.failed(Code.FORBIDDEN);
        }
        return facts.ended(when) == null ? answer(write) : Answer.failed(Code.EXPIRED);
    }

    Answer answer(JsonObject write) {
        String cancelled = write.string("cancel");
        if (cancelled != null) {
            Deed deed = new Deed(EventType.LAPSED, actor, "cancelled", new Cause.Scheduled(cancelled));
            return facts.queue.removeIf(waiting -> waiting.id().equals(cancelled))
                    ? queued(deed)
                    : Answer.failed(Code.NOT_FOUND);
        }
        Instant due = due(write);
        if (due != null) {
            Instant notBefore = due.isBefore(when) ? when : due;
            JsonObject undelayed = write.without("delay").without("run_at");
            facts.queue.add(new Waiting(facts.revision + 1, actor, notBefore, undelayed));
            return queued(new Deed(EventType.SCHEDULED, actor, write.string("note"), null));
        }
        if (!holdsLeases(write.object("lease")) || !holds(write.get("if_revision"))) {
            return Answer.failed(Code.CONFLICT);
        }
        try {
            return carryOut(write, PlainWrite.apply(write, facts.document));
        } catch (PlainWrite.Refused e) {
            return Answer.failed(e.code());
        }
    }

    private Answer queued(Deed deed) {
        return state.commitBeside(deed).with(Answer.VALUES, new TreeMap<>());
    }

    private @Nullable Instant due(JsonObject write) {
        JsonNumber delay = write.number("delay");
        String runAt = write.string("run_at");
        return delay != null ? when.plusSeconds(longOf(delay)) : runAt == null ? null : Instant.parse(runAt);
    }

    private Answer carryOut(JsonObject write, PlainWrite.Result result) {
        JsonObject ttl = write.object("ttl");
        Set<String> ending = new TreeSet<>(facts.ends.keySet());
        ending.removeIf(
                key -> !result.replaced().contains(key) && result.document().has(key));
        boolean changes = !result.document().equals(facts.document);
        if (!changes && ttl == null && ending.isEmpty()) {
            return Answer.done(facts.revision, Set.of()).with(Answer.VALUES, values(write, facts.document));
        } else if (!facts.allows(result.document())) {
            return Answer.failed(Code.REJECTED);
        }
        facts.ends.keySet().removeAll(ending);
        if (ttl != null) {
            ttl.forEach((key, seconds) -> {
                facts.begun.put(key, when);
                facts.ends.put(key, when.plusSeconds(longOf(seconds)));
            });
        }
        Deed deed = new Deed(EventType.WRITTEN, actor, write.string("note"), cause);
        Answer answer = state.commit(deed, result.document(), result.whole());
        if (changes) {
            state.undoable(answer.revision());
        }
        return answer.with(Answer.VALUES, values(write, facts.document));
    }

    /** The values of the targets of increments after the write. */
    private static Map<String, Json> values(JsonObject write, JsonObject after) {
        Map<String, Json> values = new TreeMap<>();
        JsonObject increments = write.object("increment");
        if (increments != null) {
            for (String target : increments.keys()) {
                values.put(target, Objects.requireNonNull(Places.named(target).resolve(after)));
            }
        }
        return values;
    }

    private boolean holdsLeases(@Nullable JsonObject tokens) {
        return tokens == null
                || tokens.keys().stream().allMatch(name -> facts.holds(actor, name, longOf(tokens.get(name)), when));
    }

    /** Whether an {@code if_revision} holds, for the document or for single keys, where 0 means absent. */
    private boolean holds(@Nullable Json ifRevision) {
        return switch (ifRevision) {
            case null -> true;
            case JsonNumber number -> {
                long revision = longOf(number);
                yield facts.documentRevision <= revision && revision <= facts.revision;
            }
            case JsonObject keys ->
                keys.keys().stream().allMatch(key -> {
                    Long present = facts.keyRevisions.get(key);
                    long asked = longOf(keys.get(key));
                    return asked == 0 ? present == null : present != null && present <= asked;
                });
            default -> throw new IllegalArgumentException("not a revision");
        };
    }

    private static long longOf(@Nullable Json number) {
        return ((JsonNumber) Objects.requireNonNull(number)).exactLong().orElseThrow();
    }
}
