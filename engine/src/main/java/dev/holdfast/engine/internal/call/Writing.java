package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
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
import dev.holdfast.engine.internal.image.Expected;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One call that writes. */
public final class Writing {
    private static final int UPDATE_ROUNDS = 100;

    private final Engine engine;
    private final Principal principal;
    private final StateId id;

    public Writing(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
    }

    public Written carryOut(Write write) {
        engine.requireCommandBytes(write.toJson().canonicalSize());
        Command command = Command.of(id, principal, write.commandId(), new Change.Operate(write));
        return switch (engine.execute(command)) {
            case CommandOutcome.Done done -> written(write, done);
            case CommandOutcome.Refused(Failure failure) ->
                throw new ExpectedRevision(engine, principal)
                        .refused(failure, write, id)
                        .toException();
        };
    }

    /**
     * Writes what a change makes of the value there, on the document that it was made of: if its key has changed
     * meanwhile, the change is made again.
     */
    public Written update(Target target, Reading reading, UnaryOperator<@Nullable Json> change) {
        for (int round = 0; round < UPDATE_ROUNDS; round++) {
            Image now = reading.use(Consistency.LINEARIZABLE);
            Json value = change.apply(target.resolve(now.document()));
            String name = target.name();
            Write.Builder write =
                    Write.builder().ifRevision(name, Expected.of(name, now).revision());
            try {
                return carryOut((value == null ? write.delete(name) : write.set(name, value)).build());
            } catch (HoldfastException e) {
                if (e.failure().code() != Failure.Code.CONFLICT) {
                    throw e;
                }
            }
        }
        throw Refusals.unavailable(false, "the key kept changing").toException();
    }

    private Written written(Write write, CommandOutcome.Done done) {
        boolean tells = !write.isDelayed() && write.operations().stream().anyMatch(Writing::isToldOf);
        Image then = tells ? done.then(this::past) : null;
        SortedMap<String, Json> values = new TreeMap<>();
        SortedMap<String, Integer> lengths = new TreeMap<>();
        if (then != null) {
            write.operations().forEach(operation -> tell(operation, then.document(), values, lengths));
        }
        return new Written(
                done.revision(),
                done.changed(engine.history()),
                values,
                lengths,
                done.replayed(),
                Lifecycle.expiresAt(done.image()),
                write.isDelayed() ? scheduled(done) : null);
    }

    /** Whether an operation leaves something that its caller cannot know without asking. */
    private static boolean isToldOf(Operation operation) {
        return operation instanceof Operation.Increment
                || operation instanceof Operation.Append
                || operation instanceof Operation.AddToSet;
    }

    /** What was incremented, and how long the arrays are that were added to, as the write left them. */
    private static void tell(
            Operation operation,
            JsonObject document,
            SortedMap<String, Json> values,
            SortedMap<String, Integer> lengths) {
        switch (operation) {
            case Operation.Increment(Target target, JsonNumber by) -> {
                Json value = target.resolve(document);
                if (value != null) {
                    values.put(target.name(), value);
                }
            }
            case Operation.Append(Target target, JsonArray added) -> tellLength(target, document, lengths);
            case Operation.AddToSet(Target target, JsonArray added) -> tellLength(target, document, lengths);
            default -> {}
        }
    }

    private static void tellLength(Target target, JsonObject document, SortedMap<String, Integer> lengths) {
        if (target.resolve(document) instanceof JsonArray array) {
            lengths.put(target.name(), array.size());
        }
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
