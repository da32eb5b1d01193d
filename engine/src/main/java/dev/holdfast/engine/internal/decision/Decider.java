package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Operation;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.Target;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Idempotency;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.MergePoints;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.Remembered;
import dev.holdfast.engine.internal.image.Rights;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.image.SystemFacts;
import dev.holdfast.engine.internal.image.TimedKeys;
import dev.holdfast.engine.internal.machine.MachineStep;
import dev.holdfast.engine.internal.workflow.Advance;
import dev.holdfast.engine.internal.workflow.RunRequest;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands: authorise, deduplicate, check that the state is open and the preconditions hold, carry out, check
 * the limits, and hold the result against the state's schema and rules. A pure function of image, command and time; it
 * reads no clock, no store and no randomness.
 */
public final class Decider {
    private final Limits limits;
    private final Validator validator;
    private final Transitions transitions;
    private final Advancing advancing;

    public Decider(Limits limits, Validator validator) {
        this.limits = limits;
        this.validator = validator;
        this.transitions = new Transitions(validator.charts());
        this.advancing = new Advancing(validator.plans());
    }

    /**
     * Decides a command on the newest image of its state.
     *
     * @param ids where to take an unused command id from, for callers that used one twice, and tokens
     * @param steps what it may cost
     * @throws Steps.EndedException if it costs more than is allowed here, or the caller has left
     */
    public Decision decide(Image image, Command command, Instant now, MintedIds ids, Steps steps) {
        try {
            return decideWithin(steps, image, command, now, ids);
        } catch (Steps.EndedException e) {
            if (e.reason() != Steps.EndedException.Reason.EXHAUSTED) {
                throw e;
            }
            return new Decision.Rejected(
                    Refusals.limit("steps", steps.spent(), steps.most(), "Make the change in several smaller writes."));
        }
    }

    private Decision decideWithin(Steps steps, Image image, Command command, Instant now, MintedIds ids) {
        if (command.change() instanceof Change.Create create) {
            return create(image, command, create, now, ids, steps);
        }
        Lifecycle.Ended ended = Lifecycle.ended(image, now);
        boolean purged = ended != null && !ended.recoverableAt(now);
        if (purged || !Rights.sees(image, command.actor())) {
            return new Decision.Rejected(Failure.notFound(command.state().value()));
        }
        Decision before = before(image, command.idempotency(), ids);
        return before == null ? decide(image, command, ended, now, ids, steps) : before;
    }

    /** What the command led to if it was carried out before; null if it was not. */
    public static @Nullable Decision before(Image image, @Nullable Idempotency idempotency, MintedIds ids) {
        Remembered.Result first =
                idempotency == null ? null : image.remembered().find(idempotency.key());
        if (idempotency == null) {
            return null;
        } else if (first == null) {
            return ids.isOfAnother(idempotency.key().id()) ? new Decision.Rejected(ids.ofAnother()) : null;
        }
        return first.arguments().equals(idempotency.arguments())
                ? new Decision.Repeated(first)
                : new Decision.Rejected(Refusals.opReused(ids.mint()));
    }

    private Decision decide(
            Image image, Command command, Lifecycle.@Nullable Ended ended, Instant now, MintedIds ids, Steps steps) {
        Principal actor = command.actor();
        Access needed = command.change().needs(actor);
        if (!Rights.of(image, actor).includes(needed)) {
            return new Decision.Rejected(Refusals.forbidden(needed, Rights.of(image, actor)));
        }
        if (command.change() instanceof Change.Reopen reopen) {
            return ended == null ? new Decision.Unchanged() : reopen(image, reopen);
        }
        if (ended != null && !outlives(command.change(), actor)) {
            return new Decision.Rejected(Refusals.ended(image, ended));
        }
        Failure past = Advancing.past(image, command.change());
        if (past != null) {
            return new Decision.Rejected(past);
        }
        return switch (command.change()) {
            case Change.Operate(Write write) -> operate(image, actor, write, now, steps);
            case Change.Send send ->
                transitions.send(image, send, now, steps, draft -> standing(image, draft, now, steps));
            case Change.Advance(RunRequest request) ->
                advancing.advance(
                        image,
                        request.after(ids.tokensBefore()),
                        actor,
                        now,
                        steps,
                        draft -> standing(image, draft, now, steps));
            case Change.TakeBack takeBack -> takeBack(image, takeBack, now, steps);
            case Change.TakeIn takeIn -> takeIn(image, takeIn, now, steps);
            case Change.Configure(JsonObject settings) -> configure(image, settings, now, steps);
            case Change.Seal seal -> new Decision.Accepted(EventDraft.beside(EventType.CONFIGURED, image, null));
            case Change.Close close -> new Decision.Accepted(EventDraft.beside(EventType.CLOSED, image, null));
            case Change.Lease(LeaseRequest request) -> Leases.decide(image, actor, request, now, ids);
            case Change.Ask(QuestionSpec question) -> Asking.ask(image, actor, question, now);
            case Change.Answer answer -> Asking.answer(image, actor, answer, now);
            case Change.Withdraw(String question) -> Asking.withdraw(image, actor, question, now);
            case Change.Share share -> Sharing.decide(image, share);
            case Change.Accept accept -> Sharing.accept(image, actor);
            case Change.Erase erase ->
                erase.isAbout(image)
                        ? new Decision.Accepted(Timers.erased(image))
                        : new Decision.Rejected(Conflicts.movedBeforeErasing(image));
            case Change.FireTimers fire -> new Decision.Unchanged();
            case Change.Renew renew ->
                Lifecycle.wantsRenewal(image, now)
                        ? new Decision.Accepted(EventDraft.beside(EventType.RENEWED, image, null))
                        : new Decision.Unchanged();
            case Change.Create create -> throw new IllegalStateException("decided before");
            case Change.Reopen reopen -> throw new IllegalStateException("decided before");
        };
    }

    /** Who may use a child run follows its parent also where the child has ended, since it can be brought back. */
    private static boolean outlives(Change change, Principal actor) {
        return change instanceof Change.Erase
                || change instanceof Change.FireTimers
                || (change instanceof Change.Share && actor.equals(Actors.ENGINE))
                || (change instanceof Change.Advance advance && advance.outlives());
    }

    private Decision create(
            Image image, Command command, Change.Create create, Instant now, MintedIds ids, Steps steps) {
        if (image.exists() && !Rights.sees(image, command.actor())) {
            return new Decision.Rejected(Failure.notFound(command.state().value()));
        }
        Decision before = before(image, command.idempotency(), ids);
        if (before != null) {
            return before;
        } else if (image.exists()) {
            return new Decision.Rejected(Conflicts.exists(image));
        }
        try {
            Beginning beginning = beginning(create, command.actor(), now, steps);
            return carryOut(
                    image,
                    setting(beginning.data()),
                    document -> validator.refusal(create.settings().constraints(), document, now, steps),
                    (after, patch) -> created(create, patch, after, beginning),
                    steps);
        } catch (HoldfastException e) {
            return new Decision.Rejected(e.failure());
        }
    }

    /**
     * What a state begins with.
     *
     * @param data its document
     * @param machine what is active in its machine, as a merge patch of the system facts; null if it has none
     * @param happened what happened in the run that it is; nothing if it is none
     */
    private record Beginning(JsonObject data, @Nullable JsonObject machine, List<Happening> happened) {}

    private Beginning beginning(Change.Create create, Principal actor, Instant now, Steps steps) {
        JsonObject workflow = create.settings().workflow();
        JsonObject definition = create.settings().machine();
        Configuration configuration = create.configuration();
        if (workflow != null) {
            Advance.Moved begun = advancing.begun(workflow, create, actor, now, steps);
            return new Beginning(begun.run().document(), null, begun.happened());
        } else if (definition == null) {
            return new Beginning(create.data(), null, List.of());
        } else if (configuration != null) {
            return new Beginning(
                    create.data(),
                    transitions.resumed(definition, configuration, create.data(), now, steps),
                    List.of());
        }
        MachineStep.Taken started = transitions.started(definition, create.data(), now, steps);
        return new Beginning(started.context(), SystemFacts.configured(started.configuration()), List.of());
    }

    /** The operations that make a document of an empty one. */
    private static List<Operation> setting(JsonObject data) {
        List<Operation> operations = new ArrayList<>();
        data.forEach((key, value) -> operations.add(new Operation.Set(Target.parse("set", key), value)));
        return operations;
    }

    private static EventDraft created(Change.Create create, JsonPatch patch, JsonObject after, Beginning beginning) {
        JsonObject machine = beginning.machine();
        JsonObject settings = create.settings().toJson();
        settings = machine == null ? settings : Objects.requireNonNull(SystemFacts.both(settings, machine));
        Version origin = create.origin();
        if (origin == null) {
            Cause cause = beginning.happened().isEmpty() ? null : Cause.Advanced.of(beginning.happened());
            return new EventDraft(EventType.CREATED, patch, after, settings, null, cause);
        }
        JsonObject forked = settings.with(SystemFacts.ORIGIN, origin.toJson());
        JsonObject points = MergePoints.points(1, create.known());
        JsonObject system = points.isEmpty() ? forked : forked.with(SystemFacts.MERGES, points);
        return new EventDraft(EventType.CREATED, patch, after, system, null, new Cause.Forked(origin));
    }

    private Decision operate(Image image, Principal actor, Write write, Instant now, Steps steps) {
        String cancelled = write.cancels();
        if (cancelled != null) {
            return ScheduledWrites.cancel(image, cancelled, write.note());
        } else if (write.isDelayed()) {
            steps.spend(Cost.of(write, image.document()));
            return ScheduledWrites.schedule(image, actor, write, limits, now);
        }
        Failure stale = Leases.stale(image, actor, write.leases(), now);
        if (stale != null) {
            return new Decision.Rejected(stale);
        }
        steps.spend(Cost.of(write.ifRevision()));
        if (!Preconditions.hold(write.ifRevision(), image)) {
            steps.spend(image.stamps().size());
            return new Decision.Rejected(UnmetRevision.conflict(image, write, revision -> null));
        }
        return carryOut(
                image,
                write.operations(),
                document -> validator.refusal(image.settings().constraints(), document, now, steps),
                (after, patch) -> new EventDraft(
                        EventType.WRITTEN,
                        patch,
                        after,
                        TimedKeys.afterWrite(image, write, after, now),
                        write.note(),
                        null),
                steps);
    }

    private Decision carryOut(
            Image image, List<Operation> operations, Checking checking, Drafting drafting, Steps steps) {
        try {
            Operations.Result result = Operations.apply(operations, image.document(), limits, steps);
            EventDraft draft = drafting.draft(result.document(), result.patch());
            if (draft.patch().isEmpty() && draft.system() == null && draft.type() != EventType.CREATED) {
                return new Decision.Unchanged();
            }
            int timed = TimedKeys.count(image, draft.system());
            if (timed > TimedKeys.MOST) {
                return new Decision.Rejected(Refusals.limit(
                        "timed_keys", timed, TimedKeys.MOST, "Give fewer keys a time to live, or open another state."));
            }
            Failure past = draft.type() == EventType.WRITTEN ? Transitions.past(image, draft.patch()) : null;
            return past == null ? accepted(draft, checking) : new Decision.Rejected(past);
        } catch (HoldfastException e) {
            return new Decision.Rejected(e.failure());
        }
    }

    private Decision takeBack(Image image, Change.TakeBack takeBack, Instant now, Steps steps) {
        steps.spend(Cost.of(takeBack.patch()));
        if (!takeBack.basis().holdsFor(image)) {
            return new Decision.Rejected(Conflicts.moved(image, Event.keysOf(takeBack.patch())));
        }
        JsonObject timed = TimedKeys.afterPatch(image, takeBack.patch(), takeBack.after());
        JsonObject machine = resumed(image, takeBack.configuration(), takeBack.after(), now, steps);
        EventDraft draft = new EventDraft(
                takeBack.type(),
                takeBack.patch(),
                takeBack.after(),
                SystemFacts.both(SystemFacts.both(timed, takeBack.merges()), machine),
                null,
                takeBack.cause());
        return standing(image, draft, now, steps);
    }

    private Decision takeIn(Image image, Change.TakeIn takeIn, Instant now, Steps steps) {
        steps.spend(Cost.of(takeIn.patch()));
        if (!takeIn.basis().holdsFor(image)) {
            return new Decision.Rejected(Conflicts.movedWhileMerging(image, Event.keysOf(takeIn.patch())));
        }
        JsonObject timed = TimedKeys.afterPatch(image, takeIn.patch(), takeIn.after());
        JsonObject points = JsonObject.of(SystemFacts.MERGES, MergePoints.points(image.revision() + 1, takeIn.known()));
        JsonObject machine = resumed(image, takeIn.configuration(), takeIn.after(), now, steps);
        Failure past = machine == null ? Transitions.past(image, takeIn.patch()) : null;
        if (past != null) {
            return new Decision.Rejected(past);
        }
        EventDraft draft = new EventDraft(
                EventType.MERGED,
                takeIn.patch(),
                takeIn.after(),
                SystemFacts.both(SystemFacts.both(timed, points), machine),
                null,
                new Cause.Merged(takeIn.from()));
        return standing(image, draft, now, steps);
    }

    private @Nullable JsonObject resumed(
            Image image, @Nullable Configuration configuration, JsonObject document, Instant now, Steps steps) {
        JsonObject definition = image.settings().machine();
        return definition == null || configuration == null
                ? null
                : transitions.resumed(definition, configuration, document, now, steps);
    }

    /** The decision for an event of a state, unless its document may not stand. */
    private Decision standing(Image image, EventDraft draft, Instant now, Steps steps) {
        return accepted(draft, document -> validator.refusal(image.settings().constraints(), document, now, steps));
    }

    /** What the machine of a state does by itself, first of all that is due; null if nothing is. */
    @Nullable EventDraft machineDue(Image image, Instant now, Steps steps) {
        return transitions.due(image, now, steps, draft -> standing(image, draft, now, steps));
    }

    /** What time changes first in the run that a state is; null if it has changed nothing by now. */
    @Nullable EventDraft runDue(Image image, Instant now, Steps steps) {
        return advancing.due(image, now, steps);
    }

    private Decision configure(Image image, JsonObject settings, Instant now, Steps steps) {
        steps.spend(settings.canonicalSize() + (long) image.system().canonicalSize());
        JsonObject after = (JsonObject) JsonMergePatch.apply(image.system(), settings);
        if (after.equals(image.system())) {
            return new Decision.Unchanged();
        }
        Settings wanted = Settings.parse(after);
        JsonObject machine = wanted.machine();
        boolean keepsMachine =
                machine == null || machine.equals(image.settings().machine());
        try {
            EventDraft draft = machine == null || keepsMachine
                    ? EventDraft.beside(EventType.CONFIGURED, image, settings)
                    : transitions.remodelled(image, settings, machine, now, steps);
            return keepsMachine && wanted.constraints().equals(image.settings().constraints())
                    ? new Decision.Accepted(draft)
                    : accepted(draft, document -> validator.refusal(wanted.constraints(), document, now, steps));
        } catch (HoldfastException e) {
            return new Decision.Rejected(e.failure());
        }
    }

    /** The decision for an event, unless the document it leads to is too large or not allowed. */
    private Decision accepted(EventDraft draft, Checking checking) {
        Failure tooLarge = tooLarge(draft.after(), draft.patch());
        Failure refusal = tooLarge == null ? checking.refusal(draft.after()) : tooLarge;
        return refusal == null ? new Decision.Accepted(draft) : new Decision.Rejected(refusal);
    }

    private static Decision reopen(Image image, Change.Reopen reopen) {
        boolean losesName = !reopen.keepName() && image.settings().name() != null;
        JsonObject system = losesName ? JsonObject.of("name", JsonNull.NULL) : JsonObject.EMPTY;
        if (image.facts().expiredAt() != null) {
            system = system.with(SystemFacts.EXPIRED_AT, JsonNull.NULL);
        }
        return new Decision.Accepted(EventDraft.beside(EventType.REOPENED, image, system.isEmpty() ? null : system));
    }

    private @Nullable Failure tooLarge(JsonObject document, JsonPatch patch) {
        if (document.size() > limits.keys()) {
            return Refusals.limit("keys", document.size(), limits.keys(), "Delete keys, or open another state.");
        }
        for (String key : Event.keysOf(patch)) {
            Json value = document.get(key);
            if (value != null && value.canonicalSize() > limits.valueBytes()) {
                return Refusals.limit(
                        "value_bytes",
                        value.canonicalSize(),
                        limits.valueBytes(),
                        "Split the value over several keys, or keep less in it.");
            }
        }
        return document.canonicalSize() <= limits.documentBytes()
                ? null
                : Refusals.limit(
                        "document_bytes",
                        document.canonicalSize(),
                        limits.documentBytes(),
                        "Delete keys, or open another state.");
    }

    /** Why a document may not stand; null if it may. */
    @FunctionalInterface
    private interface Checking {
        @Nullable Failure refusal(JsonObject document);
    }

    @FunctionalInterface
    private interface Drafting {
        EventDraft draft(JsonObject after, JsonPatch patch);
    }
}
