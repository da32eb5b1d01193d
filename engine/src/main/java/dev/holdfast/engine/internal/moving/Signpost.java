package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.history.Relocation;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.util.List;

/** Lets a store say that it is being moved, or what comes to it. Nothing is said if another process did meanwhile. */
final class Signpost {
    private static final List<String> MEMBERS = List.of("arriving", "leaving", "v");

    private final Engine engine;

    Signpost(Engine engine) {
        this.engine = engine;
    }

    /** What the store says now. */
    Relocation read() {
        return Relocation.of(engine.log(), engine.history());
    }

    /**
     * Lets it say something else.
     *
     * @param next made of what was read last
     * @return what it says now
     * @throws HoldfastException {@code conflict} if it says something else than was read
     */
    Relocation say(Relocation next) {
        JsonObject words = next.toJson();
        CommandOutcome outcome = engine.execute(new Command(Relocation.ID, Actors.ENGINE, null, change(next, words)));
        if (outcome instanceof CommandOutcome.Refused(Failure failure)) {
            throw failure.code() == Failure.Code.CONFLICT ? meanwhile() : failure.toException();
        }
        return read();
    }

    private static Change change(Relocation next, JsonObject words) {
        if (next.revision() == 0) {
            return Change.Create.of(Settings.LASTING_INTERNAL, words);
        }
        Write.Builder write = Write.builder().ifRevision(next.revision());
        for (String member : MEMBERS) {
            Json value = words.get(member);
            write.set(member, value == null ? JsonNull.NULL : value);
        }
        return new Change.Operate(write.build());
    }

    private static HoldfastException meanwhile() {
        return new Failure(
                        Failure.Code.CONFLICT,
                        JsonObject.EMPTY,
                        "Another process moves this store, or has just ended its migration. Look before you go on.")
                .toException();
    }
}
