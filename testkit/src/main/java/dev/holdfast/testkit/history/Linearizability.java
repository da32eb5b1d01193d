package dev.holdfast.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Searches for an order of calls that explains every answer and keeps the order of calls that did not overlap: the
 * algorithm of Wing and Gong as improved by Lowe ("Testing for linearizability", 2017), which remembers the sets of
 * calls already tried with their outcome. Registers are independent, so each key is searched separately.
 */
public final class Linearizability {
    private final Moment first;
    private final Deque<Choice> choices = new ArrayDeque<>();
    private final Set<Choice> tried = new HashSet<>();
    private final BitSet placed = new BitSet();
    private long held;
    private int answeredLeft;

    /** The start of a call or its answer, in a list by time from which placed calls are removed. */
    private static final class Moment {
        private final int number;
        private final @Nullable RegisterOperation call;
        private @Nullable Moment answer;
        private @Nullable Moment before;
        private @Nullable Moment next;

        Moment(int number, @Nullable RegisterOperation call) {
            this.number = number;
            this.call = call;
        }

        void appendTo(Moment last) {
            before = last;
            last.next = this;
        }

        void takeOut() {
            if (before != null) {
                before.next = next;
            }
            if (next != null) {
                next.before = before;
            }
        }

        void putBack() {
            if (before != null) {
                before.next = this;
            }
            if (next != null) {
                next.before = this;
            }
        }
    }

    /** A placed call. Two are equal if the same calls were placed and led to the same value of the register. */
    private record Choice(BitSet placed, long after, Undo undo) {
        /** What is needed to take a choice back; not part of equality. */
        private record Undo(Moment moment, long held) {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Choice that && after == that.after && placed.equals(that.placed);
        }

        @Override
        public int hashCode() {
            return 31 * placed.hashCode() + Long.hashCode(after);
        }
    }

    private Linearizability(List<RegisterOperation> operations) {
        first = moments(operations);
        answeredLeft =
                (int) operations.stream().filter(RegisterOperation::isAnswered).count();
    }

    /** The keys whose calls have no valid order. */
    public static List<String> violations(List<RegisterOperation> operations) {
        Map<String, List<RegisterOperation>> byKey =
                operations.stream().collect(Collectors.groupingBy(RegisterOperation::key));
        return byKey.entrySet().stream()
                .filter(register -> !new Linearizability(register.getValue()).search())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private boolean search() {
        Moment moment = first.next;
        while (answeredLeft > 0) {
            if (moment == null) {
                throw new IllegalStateException("the answer of a completed call is missing from the list");
            }
            if (moment.call == null) {
                // This call was answered but could not be placed: go back to the last choice.
                if (choices.isEmpty()) {
                    return false;
                }
                moment = takeBack().next;
            } else {
                moment = place(moment, moment.call) ? first.next : moment.next;
            }
        }
        return true;
    }

    private boolean place(Moment moment, RegisterOperation call) {
        if (!call.fits(held)) {
            return false;
        }
        BitSet with = (BitSet) placed.clone();
        with.set(moment.number);
        Choice choice = new Choice(with, call.after(held), new Choice.Undo(moment, held));
        if (!tried.add(choice)) {
            return false;
        }
        choices.push(choice);
        placed.set(moment.number);
        held = choice.after();
        moment.takeOut();
        if (moment.answer != null) {
            moment.answer.takeOut();
            answeredLeft--;
        }
        return true;
    }

    private Moment takeBack() {
        Choice.Undo undo = choices.pop().undo();
        Moment moment = undo.moment();
        placed.clear(moment.number);
        held = undo.held();
        if (moment.answer != null) {
            moment.answer.putBack();
            answeredLeft++;
        }
        moment.putBack();
        return moment;
    }

    private static Moment moments(List<RegisterOperation> operations) {
        record Timed(long time, Moment moment) {}
        List<Timed> all = new ArrayList<>();
        for (int number = 0; number < operations.size(); number++) {
            RegisterOperation call = operations.get(number);
            Moment begun = new Moment(number, call);
            all.add(new Timed(call.invoked(), begun));
            if (call.isAnswered()) {
                begun.answer = new Moment(number, null);
                all.add(new Timed(call.completed(), begun.answer));
            }
        }
        all.sort(Comparator.comparingLong(Timed::time));
        Moment head = new Moment(-1, null);
        Moment last = head;
        for (Timed timed : all) {
            timed.moment().appendTo(last);
            last = timed.moment();
        }
        return head;
    }
}
