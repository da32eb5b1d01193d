package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Question;
import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.Run;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a state waits for, as headers tell it, so that those who can go on with it find it without reading it. */
public final class Waits {
    private Waits() {}

    /** What a question to a principal waits for; one to null waits for any person. */
    static String person(Question question) {
        return question.of() == null ? StateHeader.ANY_PERSON : StateHeader.PERSON + question.of();
    }

    /** What the states wait for that a principal may go on with. */
    public static Set<String> forPerson(String principal) {
        return Set.of(StateHeader.ANY_PERSON, StateHeader.PERSON + principal);
    }

    /** What the runs wait for that were started for a state, and have ended or have not. */
    public static String ofSession(StateId session, boolean ended) {
        return (ended ? StateHeader.ENDED_SESSION : StateHeader.SESSION) + session.value();
    }

    /** A child run is found from its parent. */
    private static Optional<String> session(Image image, Run run) {
        return Optional.ofNullable(image.settings().labels().get(RunSpec.SESSION))
                .filter(label -> run.parent() == null && StateId.isHandle(label))
                .map(label -> ofSession(new StateId(label), run.status().isEnd()));
    }

    /**
     * A state that has ended waits for nothing until it is brought back, except that the run which it is a child of is
     * told.
     */
    public static Set<String> of(Image image) {
        Questions questions = image.facts().questions();
        Run run = image.run();
        if (questions.open().isEmpty() && run == null) {
            return Set.of(); // as most states
        }
        Set<String> waits = new HashSet<>();
        boolean ended = Lifecycle.recorded(image) != null;
        if (!ended) {
            questions.open().values().forEach(question -> waits.add(person(question)));
        }
        if (run != null && !ended) {
            session(image, run).ifPresent(waits::add);
            waits.addAll(run.waitsFor(StateHeader.MOST_WAITED_FOR - waits.size()));
        } else if (run != null && run.isAwaited()) {
            waits.add(Run.CHILD_END);
        }
        return waits;
    }

    /** How many steps of a run wait for any of these that others can do now; 0 if the state is no run. */
    public static int steps(Image image, Set<String> what) {
        Run run = image.run();
        if (run == null || run.isPaused() || Lifecycle.recorded(image) != null) {
            return 0;
        }
        int steps = 0;
        for (String each : what) {
            steps += run.waitingFor(each).size();
        }
        return steps;
    }
}
