package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.MachineProblem;
import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A machine that was read, checked and compiled. Immutable; safe for use by many threads, and worth keeping. */
public final class Chart {
    private static final int WEIGHT_OF_BYTE = 16;
    private static final int WEIGHT_OF_STATE = 1_024;

    private final Machine machine;
    private final StateTree tree;
    private final Map<String, ChartState> byPath;
    private final Set<String> events;
    private final int weight;

    private Chart(Machine machine, StateTree tree, long expressions) {
        this.machine = machine;
        this.tree = tree;
        this.byPath = Map.copyOf(tree.byPath());
        this.events = new TreeSet<>();
        for (ChartState state : tree.states()) {
            events.addAll(state.behaviour().on().keySet());
        }
        long bytes = (long) WEIGHT_OF_BYTE * machine.toJson().canonicalSize();
        this.weight = (int) Math.min(
                Integer.MAX_VALUE,
                bytes + expressions + (long) WEIGHT_OF_STATE * tree.states().size());
    }

    /**
     * Compiles a machine.
     *
     * @param compiler of its expressions
     * @param steps what it may cost
     * @throws HoldfastException {@code invalid} with the fact {@code problems} if it has any
     * @throws Steps.EndedException if it costs more
     */
    public static Chart of(Machine machine, RuleCompiler compiler, Steps steps) {
        Problems problems = new Problems();
        Chart chart = read(machine, compiler, steps, problems);
        if (chart == null) {
            throw unusable(problems.list()).toException();
        }
        return chart;
    }

    /**
     * What is wrong with a machine, at most 100; empty if it can be compiled. What is wrong with its states comes
     * before what is wrong with the rest, and what cannot be reached is only looked for if nothing else is found.
     *
     * @throws Steps.EndedException if it costs more
     */
    public static List<MachineProblem> problems(Machine machine, RuleCompiler compiler, Steps steps) {
        Problems problems = new Problems();
        read(machine, compiler, steps, problems);
        return problems.list();
    }

    private static @Nullable Chart read(Machine machine, RuleCompiler compiler, Steps steps, Problems problems) {
        JsonObject definition = machine.toJson();
        steps.spend((long) Steps.NODE * definition.canonicalSize());
        checkRoot(definition, problems);
        StateTree tree = StateReader.read(definition, machine.id(), problems);
        Migration.check(definition, tree, problems);
        Formulas formulas = new Formulas(compiler, steps, problems);
        new BehaviourReader(tree, formulas, problems).read();
        if (problems.isEmpty()) {
            Reachability.check(tree, problems);
        }
        return problems.isEmpty() ? new Chart(machine, tree, formulas.weight()) : null;
    }

    private static void checkRoot(JsonObject root, Problems problems) {
        if (root.has("context") && root.object("context") == null) {
            String message = "`context` is an object, the first document";
            problems.add(JsonPointer.of("context"), Kind.MALFORMED, message);
        }
        Json unhandled = root.get("unhandled");
        if (unhandled != null && !unhandled.equals(Json.of("refuse")) && !unhandled.equals(Json.of("ignore"))) {
            problems.add(JsonPointer.of("unhandled"), Kind.MALFORMED, "`unhandled` is refuse or ignore");
        }
        Json writable = root.get("writable");
        boolean isList = writable instanceof JsonArray keys && keys.stream().allMatch(JsonString.class::isInstance);
        if (writable != null && !(writable instanceof JsonBoolean) && !isList) {
            String message = "`writable` is true, or a list of keys that may be written without an event";
            problems.add(JsonPointer.of("writable"), Kind.MALFORMED, message);
        }
    }

    private static Failure unusable(List<MachineProblem> problems) {
        MachineProblem first = problems.getFirst();
        JsonObject facts = JsonObject.of(
                "argument",
                Json.of("machine"),
                "problems",
                JsonArray.copyOf(problems.stream().map(MachineProblem::toJson).toList()));
        String hint =
                "The machine cannot run: at \"%s\", %s. Mend what problems say.".formatted(first.at(), first.message());
        return new Failure(Failure.Code.INVALID, facts, hint);
    }

    /** The machine it was compiled from. */
    public Machine machine() {
        return machine;
    }

    /** The document that a machine starts with if it is given none. */
    public JsonObject context() {
        JsonObject context = machine.toJson().object("context");
        return context == null ? JsonObject.EMPTY : context;
    }

    /** The memory that it takes, in bytes: an estimate, not too low. */
    public int weight() {
        return weight;
    }

    /** Whether events that lead to nothing are no failure, as in XState. */
    boolean ignoresUnhandled() {
        return Json.of("ignore").equals(machine.toJson().get("unhandled"));
    }

    ChartState root() {
        return tree.root();
    }

    List<ChartState> states() {
        return tree.states();
    }

    /**
     * The state at a path.
     *
     * @throws IllegalArgumentException if there is none
     */
    ChartState at(String path) {
        ChartState state = byPath.get(path);
        if (state == null) {
            throw new IllegalArgumentException("the machine " + machine.id() + " has no state " + path);
        }
        return state;
    }

    /** All descriptors of events, sorted. */
    Set<String> events() {
        return events;
    }
}
