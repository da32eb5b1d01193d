package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * States written through the engine. Every command appends its own mark, so the document shows which commands acted.
 */
final class EngineStates {
    private static final Principal PRINCIPAL = Principal.local("simulation");

    private final Random random;
    private final Map<String, List<String>> marks = new LinkedHashMap<>();
    private @Nullable Unknown unknown;
    private int commands;

    /** A command with an unknown outcome: it may or may not be stored. */
    private record Unknown(String handle, String mark) {}

    EngineStates(Random random) {
        this.random = random;
    }

    /** Sends a random command; false once the store accepts no more. */
    boolean step(Holdfast holdfast) {
        try {
            if (marks.isEmpty() || random.nextInt(8) == 0) {
                State opened = holdfast.as(PRINCIPAL).open(StateSpec.unnamed()).state();
                marks.put(opened.handle().value(), new ArrayList<>());
                return true;
            }
            List<String> handles = List.copyOf(marks.keySet());
            String handle = handles.get(random.nextInt(handles.size()));
            String mark = "mark-" + commands++;
            unknown = new Unknown(handle, mark);
            write(holdfast, handle, mark);
            Objects.requireNonNull(marks.get(handle)).add(mark);
            unknown = null;
            return true;
        } catch (HoldfastException e) {
            assertThat(e.failure().code()).isEqualTo(Failure.Code.UNAVAILABLE);
            if (Json.of("none").equals(e.failure().facts().get("outcome"))) {
                unknown = null; // The engine reports that the command was not stored; the checks rely on that.
            }
            return false;
        }
    }

    private Written write(Holdfast holdfast, String handle, String mark) {
        // A retry must have the same arguments, so the size is derived from the mark.
        String filler = "x".repeat(Math.floorMod(mark.hashCode(), 300));
        return holdfast.as(PRINCIPAL)
                .state(handle)
                .write(w ->
                        w.append("marks", Json.of(mark)).set("filler", filler).commandId(mark));
    }

    /** Retries the command with an unknown outcome, and checks that every command acted exactly once. */
    void check(Holdfast holdfast, CommitLog log) {
        if (unknown != null) {
            write(holdfast, unknown.handle(), unknown.mark());
            Objects.requireNonNull(marks.get(unknown.handle())).add(unknown.mark());
            unknown = null;
        }
        marks.forEach((handle, expected) -> {
            JsonArray found =
                    holdfast.as(PRINCIPAL).state(handle).read().document().array("marks");
            assertThat(
                            found == null
                                    ? List.of()
                                    : found.stream()
                                            .map(mark -> ((JsonString) mark).value())
                                            .toList())
                    .as("marks of %s", handle)
                    .isEqualTo(expected);
            checkChain(log, new StateId(handle));
        });
    }

    private static void checkChain(CommitLog log, StateId id) {
        @Nullable String previous = null;
        for (Commit commit : log.read(id, 1, Integer.MAX_VALUE, Integer.MAX_VALUE, Consistency.LINEARIZABLE)
                .commits()) {
            JsonObject event = (JsonObject) Json.parse(commit.event().borrow());
            assertThat(previous == null || previous.equals(event.string("prev")))
                    .as("the chain of %s at %d", id, commit.revision())
                    .isTrue();
            previous = event.string("hash");
        }
    }
}
