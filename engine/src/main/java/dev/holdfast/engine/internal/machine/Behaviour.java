package dev.holdfast.engine.internal.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a state does.
 *
 * @param entry what is done when it is entered
 * @param exit what is done when it is left
 * @param initial the state within it that is entered with it; null if there is none
 * @param on its transitions by the descriptor of their event, also those of delays and of being done
 * @param wildcards the descriptors among them that stand for several events, the most special first
 * @param always its transitions without an event
 * @param delays what begins to run when it is entered
 * @param output what comes with its being done, of a final state or the root; null for nothing
 * @param defaults what a history state stands for as long as it remembers nothing; empty for that of its parent
 */
record Behaviour(
        List<Action> entry,
        List<Action> exit,
        @Nullable Initial initial,
        Map<String, List<Edge>> on,
        List<String> wildcards,
        List<Edge> always,
        List<Delay> delays,
        @Nullable Value output,
        List<ChartState> defaults) {
    static final Behaviour NONE =
            new Behaviour(List.of(), List.of(), null, Map.of(), List.of(), List.of(), List.of(), null, List.of());

    /** The state that is entered with the one around it, and what is done then. */
    record Initial(ChartState target, List<Action> actions) {}

    /**
     * A delay that begins when its state is entered.
     *
     * @param key as {@code after} has it
     * @param event the event that it ends with
     * @param millis how long it takes
     */
    record Delay(String key, String event, Value millis) {}

    /** The wildcards among descriptors, longest first, as XState tries them. */
    static List<String> wildcards(Iterable<String> descriptors) {
        List<String> found = new ArrayList<>();
        for (String descriptor : descriptors) {
            if (descriptor.endsWith("*")) {
                found.add(descriptor);
            }
        }
        found.sort(Comparator.comparingInt(String::length).reversed());
        return List.copyOf(found);
    }

    /** Its transitions for an event, in the order in which they are tried: those that name the event first. */
    List<Edge> candidates(String event) {
        List<Edge> exact = on.getOrDefault(event, List.of());
        if (wildcards.isEmpty()) {
            return exact;
        }
        List<Edge> all = new ArrayList<>(exact);
        for (String wildcard : wildcards) {
            if (matches(wildcard, event)) {
                all.addAll(on.getOrDefault(wildcard, List.of()));
            }
        }
        return all;
    }

    /** Whether {@code *} or {@code a.b.*} stands for an event: the latter for {@code a.b} too. */
    static boolean matches(String wildcard, String event) {
        if (wildcard.equals("*")) {
            return true;
        }
        String prefix = wildcard.substring(0, wildcard.length() - 2);
        return event.equals(prefix) || event.startsWith(prefix + ".");
    }
}
