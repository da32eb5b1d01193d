package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A configuration on its way to another. Not thread-safe. */
final class Situation {
    /** The most bytes that a configuration has in JSON, in canonical form. */
    static final int MOST_BYTES = 64 << 10;

    private final Chart chart;
    private final BitSet active = new BitSet();
    private final Map<ChartState, List<ChartState>> history = new HashMap<>();
    private final Delays delays;
    private int timed;
    private boolean done;
    private @Nullable Json output;

    /** Where nothing is active yet. */
    Situation(Chart chart) {
        this.chart = chart;
        this.delays = new Delays(List.of());
    }

    /**
     * That of a configuration.
     *
     * @throws IllegalArgumentException if it is not one of the chart
     */
    Situation(Chart chart, Configuration configuration) {
        this.chart = chart;
        for (String path : configuration.active()) {
            for (ChartState state = chart.at(path); state != null; state = state.parent()) {
                active.set(state.index());
            }
        }
        configuration
                .history()
                .forEach((path, remembered) -> history.put(
                        chart.at(path), remembered.stream().map(chart::at).toList()));
        configuration.delayed().forEach(delayed -> chart.at(delayed.state()));
        delays = new Delays(configuration.delayed());
        done = configuration.done();
        output = configuration.output();
        requireWhole(configuration);
    }

    private void requireWhole(Configuration configuration) {
        boolean isWhole = isActive(chart.root())
                && active.stream().mapToObj(chart.states()::get).allMatch(this::isWhole);
        if (!isWhole) {
            throw new IllegalArgumentException(
                    "the machine " + chart.machine().id() + " cannot be in " + configuration.active());
        }
    }

    /** Whether as many states are active in an active one as must be. */
    private boolean isWhole(ChartState state) {
        long within = state.children().stream().filter(this::isActive).count();
        return switch (state.kind()) {
            case ATOMIC, FINAL -> true;
            case COMPOUND -> within == 1;
            case PARALLEL -> within == state.realChildren().size();
            case SHALLOW, DEEP -> false;
        };
    }

    BitSet active() {
        return active;
    }

    boolean isActive(ChartState state) {
        return active.get(state.index());
    }

    Map<ChartState, List<ChartState>> history() {
        return history;
    }

    boolean isDone() {
        return done;
    }

    void finish(@Nullable Json result) {
        done = true;
        output = result;
    }

    void enter(ChartState state) {
        active.set(state.index());
    }

    void leave(ChartState state) {
        active.clear(state.index());
        delays.end(state);
    }

    void begin(ChartState state, Behaviour.Delay delay, Effects effects) {
        Json millis = delay.millis().in(effects.scope());
        if (BehaviourReader.isMillis(millis)) {
            delays.begin(
                    state,
                    delay,
                    ((JsonNumber) millis).decimal().longValue(),
                    effects.scope().now());
        } else if (delay.millis() instanceof Formula formula) {
            String problem = "is not a number of milliseconds up to ten years";
            throw StepRefusals.expression(formula, effects.scope(), problem);
        }
    }

    /** Counts how often it has moved by time alone. */
    void countTimed(int times) {
        timed = times;
    }

    void endDelays() {
        delays.endAll();
    }

    /** Has the history states of a state that is left remember what is active. Answers whether it has any. */
    boolean remember(ChartState state, Steps steps) {
        boolean remembers = false;
        for (ChartState child : state.children()) {
            if (child.kind().isHistory()) {
                history.put(child, activeWithin(state, child.kind() == StateKind.DEEP, steps));
                remembers = true;
            }
        }
        return remembers;
    }

    private List<ChartState> activeWithin(ChartState state, boolean deep, Steps steps) {
        List<ChartState> found = new ArrayList<>();
        for (int i = active.nextSetBit(state.index() + 1); i >= 0 && i <= state.last(); i = active.nextSetBit(i + 1)) {
            ChartState inner = chart.states().get(i);
            steps.spend(1);
            if (deep ? inner.kind().isLeaf() : inner.parent() == state) {
                found.add(inner);
            }
        }
        return List.copyOf(found);
    }

    /**
     * What it has come to.
     *
     * @param event the event that led to it
     * @throws dev.holdfast.engine.HoldfastException {@code limit} if it is too large to keep
     */
    Configuration configuration(String event) {
        List<String> leaves = active.stream()
                .mapToObj(chart.states()::get)
                .filter(state -> state.kind().isLeaf())
                .map(ChartState::path)
                .toList();
        SortedMap<String, List<String>> remembered = new TreeMap<>();
        history.forEach((state, states) -> remembered.put(
                state.path(), states.stream().map(ChartState::path).toList()));
        Configuration configuration = new Configuration(leaves, remembered, delays.list(), timed, done, output);
        int bytes = configuration.toJson().canonicalSize();
        if (bytes > MOST_BYTES) {
            throw StepRefusals.tooLarge(event, bytes, MOST_BYTES);
        }
        return configuration;
    }
}
