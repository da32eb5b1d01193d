package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.image.Idempotency;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Offers;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.internal.image.Remembered;
import dev.holdfast.engine.internal.image.Rights;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call that opens a state; used once and thrown away. By name: claim the name for a fresh handle, then create the
 * state expecting absence. A caller that loses the claim reads the winner's handle; one that finds a claim without a
 * state creates the state.
 */
public final class Opening {
    private static final int ROUNDS = 20;

    private final Engine engine;
    private final Names names;
    private final StateSpec spec;
    private final Creation creation;
    private final Principal principal;
    private final @Nullable Idempotency idempotency;
    private JsonObject replaced = JsonObject.EMPTY;

    public Opening(Engine engine, Principal principal, Names names, StateSpec spec) {
        this(engine, principal, names, spec, null);
    }

    /** @param run what the state is to be created as; null if it is not to be a run */
    public Opening(Engine engine, Principal principal, Names names, StateSpec spec, @Nullable RunStart run) {
        this.engine = engine;
        this.principal = principal;
        this.names = names;
        this.spec = spec;
        this.creation = new Creation(engine, principal, names, spec, run);
        this.idempotency = Idempotency.of(principal, spec.commandId(), creation::arguments);
    }

    /**
     * What was opened.
     *
     * @param image the state
     * @param created whether this call created it
     * @param replayed whether this answers a command that was carried out before
     * @param previous the state that had this name before and can still be brought back
     * @param dataApplied false if the first document of the spec was not used
     * @param nameLost whether a state brought back lost its name because another state has it now
     * @param replaced the settings that were changed, as they were before
     */
    public record Result(
            Image image,
            boolean created,
            boolean replayed,
            @Nullable StateId previous,
            boolean dataApplied,
            boolean nameLost,
            JsonObject replaced) {}

    public Result open() {
        Result opened = openedOrCreated();
        if (!opened.created() || opened.replayed()) {
            Image shown = opened.image(); // what this call created is recorded as a change
            engine.recorder().read(principal, AuditKind.OPEN, List.of(new Version(shown.id(), shown.revision())));
        }
        return opened;
    }

    private Result openedOrCreated() {
        engine.requireOpen();
        creation.check();
        engine.quotas().writes().require(principal);
        if (spec.handle() != null) {
            return byHandle(spec.handle());
        }
        String commandId = spec.commandId();
        if (spec.name() != null) {
            String name = Names.checked(spec.name());
            return byClaim(() -> names.claim(principal, name));
        }
        return commandId == null
                ? created(engine.freshHandle(), creation.change(), null)
                : byClaim(() -> names.claimOfCommand(principal, commandId));
    }

    private Result byClaim(Supplier<Names.Claim> claims) {
        for (int round = 0; round < ROUNDS; round++) {
            Names.Claim claim = claims.get();
            StateId handle = claim.handle();
            Image image = handle == null ? null : engine.images().current(handle);
            if (handle != null && image != null && (isUnborn(image) || isTaken(image) || replays(image))) {
                return image.exists() ? found(image) : created(handle, creation.change(), null);
            }
            // Before the claim moves: what cannot be made is to leave the name where it is.
            Change.Create change = creation.change();
            StateId fresh = engine.freshHandle();
            requirePossible(fresh, change);
            if (names.point(claim, principal, fresh)) {
                return created(fresh, change, image != null && recoverable(image) ? handle : null);
            }
        }
        throw Refusals.unavailable(false, "too many others were opening this name")
                .toException();
    }

    private void requirePossible(StateId handle, Change.Create change) {
        Failure refusal = engine.refusal(new Command(handle, principal, idempotency, change));
        if (refusal != null) {
            throw refusal.toException();
        }
    }

    /**
     * Whether a claim was made and its state was not there when we looked. It may have been created since: then
     * creating it finds it. One that was erased does not come back.
     */
    private boolean isUnborn(Image image) {
        return !image.exists() && !(engine.log().head(image.id(), Consistency.LINEARIZABLE) instanceof Head.Deleted);
    }

    /** Whether an open state still has the name, or came from the same command; it may have been handed over since. */
    private boolean isTaken(Image image) {
        Settings settings = image.settings();
        return isOpen(image) && settings.owner().equals(principal.id()) && Objects.equals(settings.name(), spec.name());
    }

    private Result created(StateId handle, Change.Create change, @Nullable StateId previous) {
        CommandOutcome outcome = counted(principal.id(), new Command(handle, principal, idempotency, change));
        return switch (outcome) {
            case CommandOutcome.Done done -> opened(done.image(), true, done.replayed(), previous, true, false);
            case CommandOutcome.Refused(Failure failure)
            when failure.code() == Failure.Code.CONFLICT ->
                found(engine.images().current(handle));
            case CommandOutcome.Refused(Failure failure) -> throw failure.toException();
        };
    }

    /** Carries out a command after which a principal has one more open state, unless it has too many. */
    private CommandOutcome counted(String owner, Command command) {
        StateQuota states = engine.quotas().states();
        states.take(owner);
        CommandOutcome outcome = engine.execute(command);
        boolean more = outcome instanceof CommandOutcome.Done done && done.how() == CommandOutcome.How.COMMITTED;
        if (!more) {
            states.release(owner);
        }
        return outcome;
    }

    private Result found(Image image) {
        Remembered.Result first = remembered(image);
        if (first != null && first.revision() == 1) {
            return createdBefore(image);
        } else if (spec.fork() != null) {
            throw Creation.alreadyThere();
        }
        Image configured = configured(image);
        return opened(configured, false, first != null, null, false, false);
    }

    private Result createdBefore(Image image) {
        if (!Rights.sees(image, principal)) {
            throw Failure.notFound(image.id().value()).toException();
        }
        CommandOutcome.Done.before(image, idempotency, engine.ids());
        return opened(image, true, true, null, true, false);
    }

    private Result byHandle(String target) {
        StateId handle = names.handle(principal, target);
        Image image = new Reading(engine, principal, handle).found();
        if (Lifecycle.ended(image, engine.now()) == null) {
            Image taken = engine.taken(configured(image), principal);
            return opened(taken, false, remembered(image) != null, null, false, false);
        }
        return reopened(image);
    }

    private Result reopened(Image image) {
        boolean keepsName = keepsName(image);
        Command command = Command.of(image.id(), principal, spec.commandId(), new Change.Reopen(keepsName));
        CommandOutcome.Done done = counted(Offers.counted(image), command).done();
        return opened(configured(done.image()), false, done.replayed(), null, false, !keepsName);
    }

    /** A name stays with the state that comes back unless another open state has taken it meanwhile. */
    private boolean keepsName(Image image) {
        String name = image.settings().name();
        if (name == null) {
            return true;
        }
        Names.Claim claim = names.claim(new Principal(image.settings().owner()), name);
        return image.id().equals(claim.handle());
    }

    /** Applies settings that were given for a state that is there already, as one event, if they differ. */
    private Image configured(Image image) {
        JsonObject wanted = differing(image.settings());
        if (wanted.isEmpty()) {
            return image;
        }
        Command command = Command.of(image.id(), principal, null, new Change.Configure(wanted));
        CommandOutcome.Done done = engine.execute(command).done();
        replaced = image.settings().before(done.image().settings());
        return done.image();
    }

    private JsonObject differing(Settings present) {
        Map<String, String> labels = spec.labels() == null ? present.labels() : spec.labels();
        Duration idleTtl = spec.idleTtl() == null ? present.idleTtl() : spec.idleTtl();
        Lifetime lifetime = spec.lifetime() == null ? present.lifetime() : spec.lifetime();
        JsonObject.Builder changes = JsonObject.builder();
        if (!labels.equals(present.labels())) {
            changes.put("labels", relabelled(present.labels(), labels));
        }
        if (lifetime != present.lifetime() || !idleTtl.equals(present.idleTtl())) {
            Settings wanted = new Settings(
                    present.owner(),
                    present.name(),
                    labels,
                    lifetime,
                    idleTtl,
                    present.maxTtl(),
                    present.keep(),
                    present.constraints(),
                    present.machine(),
                    present.workflow());
            JsonObject json = wanted.toJson();
            changes.putIfPresent("lifetime", json.get("lifetime"));
            changes.putIfPresent("idle_ttl", json.get("idle_ttl"));
            changes.putIfPresent("max_ttl", json.get("max_ttl"));
        }
        if (spec.keep() != null && !spec.keep().equals(present.keep())) {
            changes.put("keep", spec.keep().toPatch());
        }
        present.constraints().with(spec.schema(), spec.rules()).writeTo(changes, present.constraints());
        Machine machine = spec.machine();
        if (machine != null && !machine.toJson().equals(present.machine())) {
            changes.put(Settings.MACHINE, JsonArray.of(machine.toJson()));
        }
        return changes.build();
    }

    /** A merge patch from one set of labels to another. */
    private static JsonObject relabelled(Map<String, String> from, Map<String, String> to) {
        JsonObject patch = Settings.labelsToJson(to);
        for (String label : from.keySet()) {
            if (!to.containsKey(label)) {
                patch = patch.with(label, JsonNull.NULL);
            }
        }
        return patch;
    }

    private boolean isOpen(Image image) {
        return Lifecycle.isOpen(image, engine.now());
    }

    /** Whether this command was carried out before, on a state that is still there. */
    private boolean replays(Image image) {
        return remembered(image) != null && (isOpen(image) || recoverable(image));
    }

    private Remembered.@Nullable Result remembered(Image image) {
        String commandId = spec.commandId();
        return commandId == null ? null : image.remembered().find(new CommandKey(principal.id(), commandId));
    }

    private boolean recoverable(Image image) {
        Instant now = engine.now();
        Lifecycle.Ended ended = Lifecycle.ended(image, now);
        return ended != null && ended.recoverableAt(now);
    }

    private Result opened(
            Image image,
            boolean created,
            boolean replayed,
            @Nullable StateId previous,
            boolean dataApplied,
            boolean nameLost) {
        return new Result(
                image.asOf(engine.now()),
                created,
                replayed,
                previous,
                dataApplied || spec.data() == null,
                nameLost,
                replaced);
    }
}
