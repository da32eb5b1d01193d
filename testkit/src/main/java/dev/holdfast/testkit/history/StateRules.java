package dev.holdfast.testkit.history;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.history.RecordedOperation.Appending;
import dev.holdfast.testkit.history.RecordedOperation.Fate;
import dev.holdfast.testkit.history.RecordedOperation.Looking;
import dev.holdfast.testkit.history.RecordedOperation.Reading;
import dev.holdfast.testkit.history.RecordedOperation.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules about one state, given all calls on it and its final log. */
final class StateRules {
    private final StateId state;
    private final List<RecordedOperation> operations;
    private final List<Commit> log;
    private final Map<Fate, List<Appending>> appends;
    private final Highest acknowledged;
    private final Highest begun;
    private final Set<Bytes> refused;
    private final List<Violation> violations = new ArrayList<>();

    StateRules(StateId state, List<RecordedOperation> operations, List<Commit> log) {
        this.state = state;
        this.operations = operations;
        this.log = log;
        this.appends = operations.stream()
                .filter(Appending.class::isInstance)
                .map(Appending.class::cast)
                .collect(Collectors.groupingBy(Appending::fate));
        List<Appending> possible = new ArrayList<>(appends(Fate.STORED));
        possible.addAll(appends(Fate.UNKNOWN));
        this.acknowledged = Highest.of(appends(Fate.STORED), Appending::completed);
        this.begun = Highest.of(possible, Appending::invoked);
        this.refused = appends(Fate.REFUSED).stream().map(Appending::hash).collect(Collectors.toSet());
    }

    List<Violation> check() {
        acknowledgements();
        operations.forEach(operation -> {
            switch (operation) {
                case Looking looking -> head(looking);
                case Reading reading -> read(reading);
                case Appending append -> {}
            }
        });
        readsOfOneClient();
        log();
        chain();
        return violations;
    }

    private void acknowledgements() {
        Set<Long> won = new HashSet<>();
        for (Appending append : appends(Fate.STORED)) {
            if (!won.add(append.revision())) {
                violation(HistoryRule.ONE_WINNER_PER_REVISION, append);
            }
            if (!isInLog(append.revision(), append.hash())) {
                violation(HistoryRule.ACKNOWLEDGED_IS_KEPT, append);
            }
            if (acknowledged.before(append.invoked()) >= append.revision()) {
                violation(HistoryRule.REAL_TIME_ORDER, append);
            }
        }
    }

    private void head(Looking looking) {
        if (looking.revision() < acknowledged.before(looking.invoked())
                || looking.revision() > begun.before(looking.completed())) {
            violation(HistoryRule.HEAD_IS_CURRENT, looking);
        }
    }

    private void read(Reading reading) {
        if (reading.newest() < acknowledged.before(reading.invoked())) {
            violation(HistoryRule.ACKNOWLEDGED_IS_KEPT, reading);
        }
        long expected = reading.from();
        for (Shown shown : reading.shown()) {
            if (refused.contains(shown.hash())) {
                violation(HistoryRule.REFUSED_IS_NOWHERE, reading);
            } else if (shown.revision() != expected || !isInLog(shown.revision(), shown.hash())) {
                violation(HistoryRule.ACKNOWLEDGED_IS_KEPT, reading);
            }
            expected = shown.revision() + 1;
        }
        if (!reading.shown().isEmpty() && reading.newest() > begun.before(reading.completed())) {
            violation(HistoryRule.HEAD_IS_CURRENT, reading);
        }
    }

    /** A client is one thread, so its calls are ordered. A read of a later part gives only a lower bound. */
    private void readsOfOneClient() {
        Map<Integer, Long> seen = new HashMap<>();
        operations.stream()
                .sorted(Comparator.comparingLong(RecordedOperation::invoked))
                .forEach(operation -> {
                    long least = seen.getOrDefault(operation.client(), 0L);
                    switch (operation) {
                        case Looking looking -> {
                            if (looking.revision() < least) {
                                violation(HistoryRule.READS_NEVER_GO_BACK, looking);
                            }
                            seen.merge(looking.client(), looking.revision(), Math::max);
                        }
                        case Reading reading -> {
                            if (reading.newest() < least) {
                                violation(HistoryRule.READS_NEVER_GO_BACK, reading);
                            }
                            if (!reading.shown().isEmpty()) {
                                seen.merge(reading.client(), reading.newest(), Math::max);
                            }
                        }
                        case Appending append -> {}
                    }
                });
    }

    private void log() {
        Set<Bytes> asked = operations.stream()
                .filter(Appending.class::isInstance)
                .map(operation -> ((Appending) operation).hash())
                .collect(Collectors.toCollection(HashSet::new));
        for (Commit commit : log) {
            if (refused.contains(commit.hash())) {
                violation(HistoryRule.REFUSED_IS_NOWHERE, commit.revision());
            } else if (!asked.remove(commit.hash())) {
                violation(HistoryRule.COMMITTED_ONCE, commit.revision());
            }
        }
    }

    private void chain() {
        Bytes previous = ChainedEvent.FIRST;
        long revision = 0;
        for (Commit commit : log) {
            revision++;
            if (commit.revision() != revision || !ChainedEvent.follows(commit, previous)) {
                violation(HistoryRule.CHAIN_VERIFIES, commit.revision());
            }
            previous = commit.hash();
        }
    }

    private boolean isInLog(long revision, Bytes hash) {
        return revision >= 1
                && revision <= log.size()
                && log.get((int) revision - 1).hash().equals(hash);
    }

    private List<Appending> appends(Fate fate) {
        return appends.getOrDefault(fate, List.of());
    }

    private void violation(HistoryRule rule, Object where) {
        violations.add(new Violation(rule, state + ": " + where));
    }
}
