package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.StateId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the rules that a history breaks. */
public final class HistoryChecker {
    private HistoryChecker() {}

    /** Every violation found; empty if a correct store could have given these answers. */
    public static List<Violation> check(StoreHistory history) {
        List<Violation> violations = new ArrayList<>();
        Map<StateId, List<RecordedOperation>> byState =
                history.operations().stream().collect(Collectors.groupingBy(RecordedOperation::state));
        Set<StateId> states = new HashSet<>(byState.keySet());
        states.addAll(history.logs().keySet());
        for (StateId state : states) {
            StateRules rules = new StateRules(
                    state,
                    byState.getOrDefault(state, List.of()),
                    history.logs().getOrDefault(state, List.of()));
            violations.addAll(rules.check());
        }
        violations.addAll(new FeedRules(history).check());
        return violations;
    }
}
