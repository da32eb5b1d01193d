package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.NearestName;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.JsonPointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How steps need each other.
 *
 * @param order the steps, each behind those that it needs
 * @param numbers the places of steps in {@code order}, by name
 * @param dependents the steps that need a step, by its name
 * @param upstream the steps that a step needs, directly or through others, as numbers in {@code order}, by its name
 */
record Graph(
        List<String> order,
        Map<String, Integer> numbers,
        Map<String, List<String>> dependents,
        Map<String, BitSet> upstream) {
    /** The graph of steps. Steps that are part of a cycle, or need one that is, are no part of it, but problems. */
    static Graph of(SortedMap<String, WorkflowStep> steps, Findings findings) {
        Map<String, List<String>> dependents = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        steps.forEach((name, step) -> {
            SortedSet<String> known = new TreeSet<>(step.needs());
            known.retainAll(steps.keySet());
            known.forEach(need ->
                    dependents.computeIfAbsent(need, n -> new ArrayList<>()).add(name));
            open.put(name, known.size());
            if (known.isEmpty()) {
                ready.add(name);
            }
            unknownNeeds(step, steps, findings);
        });
        Graph graph = new Graph(new ArrayList<>(), new HashMap<>(), dependents, new HashMap<>());
        while (!ready.isEmpty()) {
            String name = ready.remove();
            graph.add(Objects.requireNonNull(steps.get(name)));
            for (String dependent : dependents.getOrDefault(name, List.of())) {
                if (open.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        new Cycles(steps, graph, findings).report();
        return graph;
    }

    private static void unknownNeeds(WorkflowStep step, SortedMap<String, WorkflowStep> steps, Findings findings) {
        for (String need : step.needs()) {
            if (!steps.containsKey(need)) {
                findings.add(
                        at(step.name()).child("needs"),
                        "There is no step " + need + "." + NearestName.hint(need, steps.keySet()));
            }
        }
    }

    private void add(WorkflowStep step) {
        BitSet before = new BitSet();
        for (String need : step.needs()) {
            BitSet further = upstream.get(need);
            Integer number = numbers.get(need);
            if (further != null && number != null) {
                before.or(further);
                before.set(number);
            }
        }
        upstream.put(step.name(), before);
        numbers.put(step.name(), order.size());
        order.add(step.name());
    }

    /** Whether a step is done before another begins. */
    boolean isBefore(String step, String other) {
        BitSet before = upstream.get(other);
        Integer number = numbers.get(step);
        return before != null && number != null && before.get(number);
    }

    static JsonPointer at(String step) {
        return JsonPointer.of("steps", step);
    }
}
