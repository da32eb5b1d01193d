package dev.holdfast.engine.internal.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the machine which states are done, while one round enters states. Not thread-safe. */
final class DoneEvents {
    private final Chart chart;
    private final Situation situation;
    private final Effects effects;
    private final Set<ChartState> completed = new HashSet<>();

    DoneEvents(Chart chart, Situation situation, Effects effects) {
        this.chart = chart;
        this.situation = situation;
        this.effects = effects;
    }

    /** A state was entered. If it is final, that around it is done, and so may be parallel ones around that. */
    void entered(ChartState state) {
        ChartState parent = state.parent();
        if (state.kind() != StateKind.FINAL || parent == null) {
            return;
        }
        if (parent.kind() == StateKind.COMPOUND) {
            effects.raise(done(parent, output(state)));
        }
        ChartState around = parent.kind() == StateKind.PARALLEL ? parent : parent.parent();
        ChartState last = around == null ? state : around;
        while (around != null && around.kind() == StateKind.PARALLEL && isCompletedBy(around)) {
            effects.raise(done(around, null));
            last = around;
            around = around.parent();
        }
        if (around == null) {
            finish(last);
        }
    }

    private boolean isCompletedBy(ChartState parallel) {
        return isFinished(parallel) && completed.add(parallel);
    }

    /** Whether a final state is active directly in it, or all its regions are finished. */
    private boolean isFinished(ChartState state) {
        effects.steps().spend(1);
        return switch (state.kind()) {
            case FINAL -> situation.isActive(state);
            case COMPOUND ->
                state.children().stream()
                        .anyMatch(child -> child.kind() == StateKind.FINAL && situation.isActive(child));
            case PARALLEL -> state.realChildren().stream().allMatch(this::isFinished);
            case ATOMIC, SHALLOW, DEEP -> false;
        };
    }

    private void finish(ChartState last) {
        Value output = chart.root().behaviour().output();
        JsonObject done = done(last, last.kind() == StateKind.FINAL ? output(last) : null);
        Scope scope = effects.scope();
        situation.finish(
                output == null ? null : output.in(new Scope(scope.context(), done, scope.now(), scope.steps())));
    }

    private @Nullable Json output(ChartState state) {
        Value output = state.behaviour().output();
        return output == null ? null : output.in(effects.scope());
    }

    private static JsonObject done(ChartState state, @Nullable Json output) {
        return JsonObject.builder()
                .put("type", state.doneEvent())
                .putIfPresent("output", output)
                .build();
    }
}
