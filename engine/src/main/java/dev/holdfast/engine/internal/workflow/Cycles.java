package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.WorkflowStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Finds why steps have no place in the order: they are part of a cycle, or need one that is. */
record Cycles(SortedMap<String, WorkflowStep> steps, Graph graph, Findings findings) {
    void report() {
        Set<String> placed = new HashSet<>(graph.order());
        Set<String> told = new HashSet<>();
        for (String name : steps.keySet()) {
            if (!placed.contains(name) && !told.contains(name)) {
                follow(name, placed, told);
            }
        }
    }

    /** Goes from a step to one that it needs, and on, until a step comes again or was told of. */
    private void follow(String from, Set<String> placed, Set<String> told) {
        List<String> way = new ArrayList<>();
        String at = from;
        Set<String> seen = new HashSet<>();
        while (at != null && seen.add(at) && !told.contains(at)) {
            way.add(at);
            at = needed(at, placed);
        }
        int cycle = at == null ? -1 : way.indexOf(at);
        if (cycle >= 0) {
            List<String> round = new ArrayList<>(way.subList(cycle, way.size()));
            round.add(round.getFirst());
            findings.add(
                    Graph.at(round.getFirst()).child("needs"),
                    "These steps need each other in a cycle: " + String.join(" needs ", round) + ".");
        }
        for (String behind : cycle < 0 ? way : way.subList(0, cycle)) {
            findings.add(Graph.at(behind).child("needs"), "The step never begins: what it needs is part of a cycle.");
        }
        told.addAll(way);
    }

    private @Nullable String needed(String name, Set<String> placed) {
        WorkflowStep step = steps.get(name);
        return step == null
                ? null
                : step.needs().stream()
                        .filter(need -> steps.containsKey(need) && !placed.contains(need))
                        .findFirst()
                        .orElse(null);
    }
}
