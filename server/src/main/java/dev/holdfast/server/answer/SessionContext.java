package dev.holdfast.server.answer;

import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one who goes on with a state needs beside its document: {@code machine}, what is active and possible;
 * {@code questions}, those that are open; {@code run}, how it stands if it is one; and {@code runs}, those that were
 * started for it, of which the first have not ended.
 *
 * @param facts the members that there are
 * @param openRuns the handles of the runs that have not ended
 */
public record SessionContext(JsonObject facts, List<String> openRuns) {
    private static final int MOST_RUNS = 10;
    private static final int MOST_STEPS = 50;

    /** Of each of several runs. */
    private static final int MOST_STEPS_OF_SEVERAL = 10;

    public SessionContext {
        openRuns = List.copyOf(openRuns);
    }

    /** The context of a state as it was read now. */
    public static SessionContext of(States states, State state, StateView view) {
        List<StateView> runs = states.runs().ofSession(state.handle(), MOST_RUNS);
        Run run = view.run();
        JsonObject facts = JsonObject.builder()
                .putIfPresent("machine", MachineFacts.of(state, view))
                .putIfPresent("questions", QuestionFacts.shortened(view.questions()))
                .putIfPresent("run", run == null ? null : RunFacts.brief(run, MOST_STEPS))
                .putIfPresent("runs", runs.isEmpty() ? null : entries(runs))
                .build();
        return new SessionContext(
                facts,
                runs.stream()
                        .filter(started -> isOpen(started.run()))
                        .map(started -> started.handle().value())
                        .toList());
    }

    /** Whether there is nothing beside the document. */
    public boolean isEmpty() {
        return facts.isEmpty();
    }

    private static boolean isOpen(@Nullable Run run) {
        return run != null && !run.status().isEnd();
    }

    private static JsonArray entries(List<StateView> runs) {
        return JsonArray.copyOf(runs.stream().map(SessionContext::entry).toList());
    }

    private static Json entry(StateView started) {
        String name = started.name();
        Run run = started.run();
        JsonObject.Builder entry = JsonObject.builder()
                .put("handle", started.handle().value())
                .putIfPresent("name", name == null ? null : Json.of(name));
        if (run != null) {
            RunFacts.brief(run, MOST_STEPS_OF_SEVERAL).forEach(entry::put);
        }
        return entry.putIfPresent("questions", QuestionFacts.shortened(started.questions()))
                .build();
    }
}
