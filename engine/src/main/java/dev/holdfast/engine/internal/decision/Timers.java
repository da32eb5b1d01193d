package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Due;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.SystemFacts;
import dev.holdfast.engine.internal.image.TimedKeys;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What time does to a state. Timers are not stored: they follow from the facts, and firing one is an event that removes
 * the fact it followed from. So a timer that was fired is no longer due, even if another process fires it again. They
 * fire in the order they were due, each decided as of that time, and every command is decided on a state whose due
 * timers have fired; so it does not matter how late that happens.
 */
public final class Timers {
    private Timers() {}

    /**
     * An event that is due.
     *
     * @param actor the engine, or the principal that scheduled a write
     */
    public record Firing(Principal actor, EventDraft draft) {}

    /**
     * The first event that is due; null if none is. Those that were due earlier come first.
     *
     * @param steps what it may cost to carry a scheduled write out
     */
    public static @Nullable Firing due(Decider decider, Image image, Instant now, Steps steps) {
        SystemFacts facts = image.facts();
        if (!image.exists() || facts.erased()) {
            return null;
        }
        Lifecycle.Ended ended = Lifecycle.ended(image, now);
        if (ended != null && !ended.recoverableAt(now)) {
            return byEngine(erased(image));
        }
        Scheduled write = facts.scheduled().isEmpty() ? null : facts.scheduled().getFirst();
        Instant expiry = ended != null && !ended.closed() && facts.expiredAt() == null ? ended.at() : null;
        Instant delayed = ended != null && expiry == null ? null : nextByItself(image, now);
        Resolution question = facts.questions().firstEnded(now, now).orElse(null);
        Instant other = Due.earlier(write == null ? null : write.due(), question == null ? null : question.at());
        Instant until = Due.earlier(Due.earlier(now, expiry), Due.earlier(other, delayed));
        if (until == null) {
            throw new IllegalStateException("there is always a present");
        } else if (facts.hasEndedBy(until, now)) {
            return byEngine(lapsed(image, until, now));
        } else if (question != null && !question.at().isAfter(until)) {
            return byEngine(Asking.ended(EventType.LAPSED, image, question));
        } else if (expiry != null && !expiry.isAfter(until)) {
            JsonObject expired = JsonObject.of(SystemFacts.EXPIRED_AT, Json.of(expiry.toString()));
            return byEngine(EventDraft.beside(EventType.EXPIRED, image, expired));
        }
        if (delayed != null && !delayed.isAfter(until)) {
            EventDraft moved = movedByItself(decider, image, now, steps);
            return moved == null ? null : byEngine(moved);
        }
        return write != null && !write.due().isAfter(now) ? carriedOut(decider, image, write, steps) : null;
    }

    /** The event after which nothing is left to read, and after which the store forgets the rest. */
    static EventDraft erased(Image image) {
        return EventDraft.beside(EventType.ERASED, image, JsonObject.of(SystemFacts.ERASED, Json.of(true)));
    }

    /** Keys and leases that have ended by a time, or were taken by a clock that was ahead, removed by one event. */
    private static EventDraft lapsed(Image image, Instant until, Instant now) {
        List<JsonPatch.Operation> removed = new ArrayList<>();
        JsonObject after = image.document();
        JsonObject keys = JsonObject.EMPTY;
        JsonObject leases = JsonObject.EMPTY;
        for (String key : TimedKeys.endedBy(image, until, now)) {
            keys = keys.with(key, JsonNull.NULL);
            if (after.has(key)) {
                removed.add(new JsonPatch.Operation.Remove(JsonPointer.of(key)));
                after = after.without(key);
            }
        }
        for (Lease lease : image.facts().leases().values()) {
            leases = image.facts().isHeld(lease, until, now) ? leases : leases.with(lease.name(), JsonNull.NULL);
        }
        JsonObject.Builder system = JsonObject.builder();
        system.putIfPresent(SystemFacts.TTL, keys.isEmpty() ? null : keys);
        system.putIfPresent(SystemFacts.LEASES, leases.isEmpty() ? null : leases);
        return new EventDraft(EventType.LAPSED, JsonPatch.of(removed), after, system.build(), null, null);
    }

    /**
     * When the machine of a state, or the run that it is, goes on next; null if never. A state that ended stands still.
     */
    private static @Nullable Instant nextByItself(Image image, Instant now) {
        Configuration machine = image.facts().configuration();
        Run run = image.run();
        if (run == null) {
            return machine == null ? null : machine.nextDue();
        }
        Run.Due due = run.firstDue(now); // what a clock that was ahead delayed is due now
        return due == null ? null : Due.earlier(due.at(), now);
    }

    /** What a delay leads to; null if it cannot be told here, where expressions are not understood. */
    private static @Nullable EventDraft movedByItself(Decider decider, Image image, Instant now, Steps steps) {
        try {
            return image.run() == null ? decider.machineDue(image, now, steps) : decider.runDue(image, now, steps);
        } catch (HoldfastException e) {
            return null;
        }
    }

    /** A scheduled write is decided like any other, with the rights and on the document of the time it was due. */
    private static Firing carriedOut(Decider decider, Image image, Scheduled entry, Steps steps) {
        Principal by = new Principal(entry.by());
        Command command = Command.of(image.id(), by, null, new Change.Operate(Write.parse(entry.write())));
        EventDraft draft = ScheduledWrites.carriedOut(image, entry, decided(decider, image, command, entry, steps));
        return draft.type() == EventType.LAPSED ? byEngine(draft) : new Firing(by, draft);
    }

    /**
     * A write that cannot be decided lapses: it would come back at every look at the state, and stand before the
     * others.
     */
    private static Decision decided(Decider decider, Image image, Command command, Scheduled entry, Steps steps) {
        try {
            return decider.decide(image, command, entry.due(), MintedIds.NONE, steps);
        } catch (Steps.EndedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return new Decision.Rejected(Failure.invalid("write", "It cannot be carried out."));
        }
    }

    private static Firing byEngine(EventDraft draft) {
        return new Firing(Actors.ENGINE, draft);
    }
}
