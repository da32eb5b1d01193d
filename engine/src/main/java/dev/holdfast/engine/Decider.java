package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands: authorise, deduplicate, check that the state is open and the preconditions hold, carry out, check the
 * limits. A pure function of image, command and time; it reads no clock, no store and no randomness.
 */
final class Decider {
    private final Limits limits;

    Decider(Limits limits) {
        this.limits = limits;
    }

    /**
     * @param freshId where to take an unused command id from, for callers that used one twice
     */
    Decision decide(Image image, Command command, Instant now, Supplier<String> freshId) {
        if (command.change() instanceof Change.Create create) {
            return create(image, command, create, freshId);
        }
        if (!image.exists() || Access.of(image, command.actor()) == Access.NONE) {
            return new Decision.Rejected(Failure.notFound(command.state().value()));
        }
        Decision replay = replay(image, command.idempotency(), freshId);
        return replay == null ? decideOpen(image, command, now) : replay;
    }

    /** What the command led to if it was carried out before; null if it was not. */
    static @Nullable Decision replay(Image image, @Nullable Idempotency idempotency, Supplier<String> freshId) {
        Remembered.Outcome outcome =
                idempotency == null ? null : image.remembered().find(idempotency.key());
        if (outcome == null || idempotency == null) {
            return null;
        }
        return outcome.arguments().equals(idempotency.arguments())
                ? new Decision.Replayed(outcome)
                : new Decision.Rejected(Failure.opReused(freshId.get()));
    }

    private Decision decideOpen(Image image, Command command, Instant now) {
        Principal actor = command.actor();
        Access needed = command.change().needs(actor);
        if (!Access.of(image, actor).includes(needed)) {
            return new Decision.Rejected(Failure.forbidden(needed, Access.of(image, actor)));
        }
        Lifecycle.Ended ended = Lifecycle.ended(image, now);
        if (command.change() instanceof Change.Reopen reopen) {
            return reopen(image, reopen, ended, now);
        }
        boolean outlives = command.change() instanceof Change.Erase || command.change() instanceof Change.FireTimers;
        if (ended != null && !(outlives && ended.recoverableAt(now))) {
            return new Decision.Rejected(
                    ended.recoverableAt(now)
                            ? Failure.ended(image, ended)
                            : Failure.notFound(image.id().value()));
        }
        return switch (command.change()) {
            case Change.Operate(Write write) -> operate(image, actor, write, now);
            case Change.TakeBack takeBack -> takeBack(image, takeBack);
            case Change.Configure(JsonObject settings) -> configure(image, settings);
            case Change.Close close -> new Decision.Accepted(EventDraft.beside(EventType.CLOSED, image, null));
            case Change.Lease(LeaseRequest request) -> Leases.decide(image, actor, request, now);
            case Change.Share share -> Sharing.decide(image, share);
            case Change.Erase erase -> new Decision.Accepted(Timers.erased(image));
            case Change.FireTimers fire -> new Decision.Unchanged();
            case Change.Renew renew ->
                Lifecycle.wantsRenewal(image, now)
                        ? new Decision.Accepted(EventDraft.beside(EventType.RENEWED, image, null))
                        : new Decision.Unchanged();
            case Change.Create create -> throw new IllegalStateException("decided before");
            case Change.Reopen reopen -> throw new IllegalStateException("decided before");
        };
    }

    private Decision create(Image image, Command command, Change.Create create, Supplier<String> freshId) {
        if (image.exists() && Access.of(image, command.actor()) == Access.NONE) {
            return new Decision.Rejected(Failure.notFound(command.state().value()));
        } else if (image.exists()) {
            Decision replay = replay(image, command.idempotency(), freshId);
            return replay == null ? new Decision.Rejected(Conflicts.exists(image)) : replay;
        }
        Write write = Write.parse(create.data().isEmpty() ? JsonObject.EMPTY : JsonObject.of("set", create.data()));
        return carryOut(
                image,
                write,
                (after, patch) -> new EventDraft(
                        EventType.CREATED, patch, after, create.settings().toJson(), null, null));
    }

    private Decision operate(Image image, Principal actor, Write write, Instant now) {
        String cancelled = write.terms().cancel();
        if (cancelled != null) {
            return Queue.cancel(image, cancelled, write.note());
        } else if (write.terms().isDelayed()) {
            return Queue.schedule(image, actor, write, limits, now);
        }
        Failure stale = Leases.stale(image, actor, write.terms().leases(), now);
        if (stale != null) {
            return new Decision.Rejected(stale);
        }
        if (!write.precondition().holdsFor(image)) {
            return new Decision.Rejected(Conflicts.precondition(image, write.precondition(), write.keys()));
        }
        return carryOut(
                image,
                write,
                (after, patch) -> new EventDraft(
                        EventType.WRITTEN,
                        patch,
                        after,
                        TimedKeys.afterWrite(image, write, after, now),
                        write.note(),
                        null));
    }

    private Decision carryOut(Image image, Write write, Drafting drafting) {
        try {
            Operations.Result result = Operations.apply(write, image.document(), limits);
            EventDraft draft = drafting.draft(result.document(), result.patch());
            if (draft.patch().isEmpty() && draft.system() == null && draft.type() != EventType.CREATED) {
                return new Decision.Unchanged();
            }
            int timed = TimedKeys.count(image, draft.system());
            if (timed > TimedKeys.MOST) {
                return new Decision.Rejected(Failure.limit(
                        "timed_keys", timed, TimedKeys.MOST, "Give fewer keys a time to live, or open another state."));
            }
            Failure tooLarge = tooLarge(result.document(), draft.patch());
            return tooLarge == null ? new Decision.Accepted(draft) : new Decision.Rejected(tooLarge);
        } catch (HoldfastException e) {
            return new Decision.Rejected(e.failure());
        }
    }

    private Decision takeBack(Image image, Change.TakeBack takeBack) {
        if (image.documentRevision() != takeBack.documentRevision()) {
            return new Decision.Rejected(Conflicts.moved(image, Event.keysOf(takeBack.patch())));
        }
        Failure tooLarge = tooLarge(takeBack.after(), takeBack.patch());
        return tooLarge == null
                ? new Decision.Accepted(new EventDraft(
                        takeBack.type(),
                        takeBack.patch(),
                        takeBack.after(),
                        TimedKeys.afterTakingBack(image, takeBack.patch(), takeBack.after()),
                        null,
                        takeBack.cause()))
                : new Decision.Rejected(tooLarge);
    }

    private static Decision configure(Image image, JsonObject settings) {
        Json after = JsonMergePatch.apply(image.system(), settings);
        return after.equals(image.system())
                ? new Decision.Unchanged()
                : new Decision.Accepted(EventDraft.beside(EventType.CONFIGURED, image, settings));
    }

    private static Decision reopen(Image image, Change.Reopen reopen, Lifecycle.@Nullable Ended ended, Instant now) {
        if (ended == null) {
            return new Decision.Unchanged();
        }
        if (!ended.recoverableAt(now)) {
            return new Decision.Rejected(Failure.notFound(image.id().value()));
        }
        boolean losesName = !reopen.keepName() && image.settings().name() != null;
        JsonObject system = losesName ? JsonObject.of("name", JsonNull.NULL) : JsonObject.EMPTY;
        if (image.facts().expiredAt() != null) {
            system = system.with(SystemFacts.EXPIRED_AT, JsonNull.NULL);
        }
        return new Decision.Accepted(EventDraft.beside(EventType.REOPENED, image, system.isEmpty() ? null : system));
    }

    private @Nullable Failure tooLarge(JsonObject document, JsonPatch patch) {
        if (document.size() > limits.keys()) {
            return Failure.limit("keys", document.size(), limits.keys(), "Delete keys, or open another state.");
        }
        for (String key : Event.keysOf(patch)) {
            Json value = document.get(key);
            if (value != null && value.canonicalSize() > limits.valueBytes()) {
                return Failure.limit(
                        "value_bytes",
                        value.canonicalSize(),
                        limits.valueBytes(),
                        "Split the value over several keys, or keep less in it.");
            }
        }
        return document.canonicalSize() <= limits.documentBytes()
                ? null
                : Failure.limit(
                        "document_bytes",
                        document.canonicalSize(),
                        limits.documentBytes(),
                        "Delete keys, or open another state.");
    }

    @FunctionalInterface
    private interface Drafting {
        EventDraft draft(JsonObject after, JsonPatch patch);
    }
}
