package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.Target;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Queue;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import java.util.SortedMap;
import java.util.TreeMap;
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
        return written(write, Done.of(engine.execute(command)));
    }

    private Written written(Write write, Done done) {
        return new Written(
                done.revision(),
                done.changed(),
                values(write, done),
                done.replayed(),
                Lifecycle.expiresAt(done.image()),
                write.terms().isDelayed() ? scheduled(done) : null);
    }

    /** What was incremented, as the write left it. */
    private SortedMap<String, Json> values(Write write, Done done) {
        SortedMap<String, Json> values = new TreeMap<>();
        boolean incremented = !write.increment().isEmpty() && !write.terms().isDelayed();
        Image then = incremented ? done.then(engine.history()) : null;
        if (then != null) {
            for (String target : write.increment().keys()) {
                Json value = Target.parse("increment", target).resolve(then.document());
                if (value != null) {
                    values.put(target, value);
                }
            }
        }
        return values;
    }

    private @Nullable Scheduled scheduled(Done done) {
        Image then = done.then(engine.history());
        String scheduledId = Queue.id(done.revision());
        return then == null
                ? null
                : then.facts().queue().stream()
                        .filter(entry -> entry.id().equals(scheduledId))
                        .findFirst()
                        .orElseThrow();
    }
}
