package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Operation;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.Target;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.ScheduledWrites;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call that writes. */
public final class Writing {
    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    public Writing(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    public Written carryOut(Write write) {
        int bytes = write.toJson().canonicalSize();
        if (bytes > engine.limits().commandBytes()) {
            throw Refusals.limit(
                            "command_bytes",
                            bytes,
                            engine.limits().commandBytes(),
                            "Make the change in several smaller writes.")
                    .toException();
        }
        Command command = Command.of(id, principal, write.commandId(), new Change.Operate(write));
        return written(write, engine.execute(command).done());
    }

    private Written written(Write write, CommandOutcome.Done done) {
        return new Written(
                done.revision(),
                done.changed(engine.history()),
                values(write, done),
                done.replayed(),
                Lifecycle.expiresAt(done.image()),
                write.isDelayed() ? scheduled(done) : null);
    }

    /** What was incremented, as the write left it. */
    private SortedMap<String, Json> values(Write write, CommandOutcome.Done done) {
        SortedMap<String, Json> values = new TreeMap<>();
        List<Target> incremented = write.isDelayed() ? List.of() : incremented(write);
        Image then = incremented.isEmpty() ? null : done.then(this::past);
        if (then != null) {
            for (Target target : incremented) {
                Json value = target.resolve(then.document());
                if (value != null) {
                    values.put(target.name(), value);
                }
            }
        }
        return values;
    }

    private static List<Target> incremented(Write write) {
        return write.operations().stream()
                .flatMap(operation -> operation instanceof Operation.Increment(Target target, JsonNumber by)
                        ? Stream.of(target)
                        : Stream.of())
                .toList();
    }

    private Image past(long revision) {
        return engine.past(principal, id, revision);
    }

    private @Nullable Scheduled scheduled(CommandOutcome.Done done) {
        Image then = done.then(this::past);
        String scheduledId = ScheduledWrites.id(done.revision());
        return then == null
                ? null
                : then.facts().scheduled().stream()
                        .filter(entry -> entry.id().equals(scheduledId))
                        .findFirst()
                        .orElseThrow();
    }
}
