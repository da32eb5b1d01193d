package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.image.Constraints;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.MergePoints;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.image.TimedKeys;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks a spec, and derives from it the change that creates a new state.
 *
 * <p>Retries are compared by the spec, so the retry of a fork does not read its source, which may have changed or
 * ended.
 */
final class Creation {
    private static final int MOST_LABELS = 32;

    private final Engine engine;
    private final Principal principal;
    private final Names names;
    private final StateSpec spec;
    private final @Nullable RunStart run;

    Creation(Engine engine, Principal principal, Names names, StateSpec spec, @Nullable RunStart run) {
        this.engine = engine;
        this.principal = principal;
        this.names = names;
        this.spec = spec;
        this.run = run;
    }

    /** Refuses a spec that no state can be created from or opened with. */
    void check() {
        if (spec.name() != null && spec.handle() != null) {
            throw Failure.invalid("handle", "Give a name or a handle, not both.")
                    .toException();
        }
        checkLifetime();
        checkLabels();
        checkData();
        compile(asked());
    }

    private void compile(Settings settings) {
        engine.longWork().work(principal, steps -> {
            engine.validator().compile(settings, steps);
            return settings;
        });
    }

    /** The spec as JSON, which retries are compared by. */
    JsonObject arguments() {
        JsonObject data = spec.data() == null ? JsonObject.EMPTY : spec.data();
        Fork fork = spec.fork();
        if (run != null) {
            // Which version is the newest may change between two tries.
            return JsonObject.of(
                    "start", run.asked(), "create", asked((JsonObject) null).toJson());
        }
        return fork == null ? JsonObject.of("create", asked().toJson(), "data", data) : arguments(fork);
    }

    private JsonObject arguments(Fork fork) {
        JsonObject source = JsonObject.builder()
                .put("of", fork.of())
                .putIfPresent("revision", fork.revision() == null ? null : Json.of(fork.revision()))
                .build();
        return JsonObject.of("create", asked().toJson(), "fork", source);
    }

    /**
     * The change that creates the state; a fork reads its source now.
     *
     * @throws HoldfastException if the principal may not read the source, it has ended, or its revision is not kept
     */
    Change.Create change() {
        Fork fork = spec.fork();
        if (run != null) {
            return Change.Create.of(asked(), run.start());
        } else if (fork == null) {
            return Change.Create.of(asked(), spec.data() == null ? JsonObject.EMPTY : spec.data());
        }
        Reading reading = new Reading(engine, principal, names.handle(principal, fork.of()));
        Image source = fork.revision() == null ? reading.use(Consistency.LINEARIZABLE) : reading.at(fork.revision());
        Settings settings = asked(source.settings());
        compile(settings);
        Version origin = new Version(source.id(), source.revision());
        SortedMap<String, Long> known = MergePoints.known(source);
        known.remove(source.id().value());
        Configuration configuration = source.facts().configuration();
        return new Change.Create(settings, TimedKeys.lasting(source), configuration, origin, known, null);
    }

    /** Those of a state that is no fork. */
    private Settings asked() {
        return asked(run == null ? null : run.definition());
    }

    private Settings asked(@Nullable JsonObject workflow) {
        return asked(Constraints.NONE, null, workflow);
    }

    /** Those of a fork: what is not asked for is as in its source. */
    private Settings asked(Settings source) {
        return asked(source.constraints(), source.machine(), source.workflow());
    }

    private Settings asked(Constraints otherwise, @Nullable JsonObject inherited, @Nullable JsonObject workflow) {
        Machine machine = spec.machine();
        boolean lasts = (spec.name() != null || workflow != null) && spec.idleTtl() == null;
        Lifetime lifetime = lasts ? Lifetime.PERSISTENT : Lifetime.SESSION;
        return new Settings(
                principal.id(),
                spec.name(),
                spec.labels() == null ? Map.of() : spec.labels(),
                spec.lifetime() == null ? lifetime : spec.lifetime(),
                spec.idleTtl() == null ? Settings.DEFAULT_IDLE_TTL : spec.idleTtl(),
                Settings.DEFAULT_MAX_TTL,
                spec.keep() == null ? Keep.EVERYTHING : spec.keep(),
                otherwise.with(spec.schema(), spec.rules()),
                machine == null ? inherited : machine.toJson(),
                workflow);
    }

    private void checkLifetime() {
        Duration idleTtl = spec.idleTtl();
        if (idleTtl != null && (idleTtl.toSeconds() < 1 || idleTtl.compareTo(Settings.DEFAULT_MAX_TTL) > 0)) {
            throw Failure.invalid("idle_ttl", "The idle time to live is 1 second to 30 days.")
                    .toException();
        }
        if (idleTtl != null && spec.lifetime() == Lifetime.PERSISTENT) {
            throw Failure.invalid(
                            "idle_ttl", "A persistent state does not expire; leave idle_ttl out, or make it a session.")
                    .toException();
        }
    }

    private void checkLabels() {
        Map<String, String> labels = spec.labels() == null ? Map.of() : spec.labels();
        boolean wellFormed = labels.size() <= MOST_LABELS
                && labels.entrySet().stream()
                        .allMatch(label -> !label.getKey().isEmpty()
                                && label.getKey().length() <= 64
                                && label.getValue().length() <= 256);
        if (!wellFormed) {
            throw Failure.invalid(
                            "labels", "At most 32 labels, with names of 1 to 64 and values of up to 256 characters.")
                    .toException();
        }
    }

    private void checkData() {
        JsonObject data = spec.data();
        if (data != null && data.keys().stream().anyMatch(key -> key.startsWith("/"))) {
            throw Failure.invalid("data", "A key does not begin with a slash.").toException();
        }
        if (spec.fork() == null) {
            return;
        }
        if (spec.handle() != null) {
            throw alreadyThere();
        } else if (data != null) {
            throw Failure.invalid("data", "A fork begins with the document of its source; leave data out.")
                    .toException();
        } else if (spec.machine() != null) {
            throw Failure.invalid("machine", "A fork goes on with the machine of its source; leave machine out.")
                    .toException();
        }
    }

    /** A fork was requested, but the state exists already. */
    static HoldfastException alreadyThere() {
        return Failure.invalid(
                        "fork_of",
                        "A fork is a new state, but this one exists already. Leave fork_of out to open it, or give"
                                + " the fork another name or none.")
                .toException();
    }
}
