package dev.holdfast.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Subscription;
import dev.holdfast.testkit.Crowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** Observers that began at some past revision of a state, and must get every event from there on. */
final class Watches {
    private final List<Watch> watches = new ArrayList<>();

    private record Watch(
            ModelledState state,
            long from,
            long begun,
            List<Event> told,
            List<Failure> gone,
            Subscription subscription) {
        /**
         * Whether the observer got every event; always true for an erased state, where it may have stopped anywhere,
         * and for an observer that was told that its access was withdrawn.
         */
        boolean hasAll() {
            return !state.facts.exists
                    || from > state.facts.revision
                    || (!told.isEmpty() && told.getLast().revision() >= state.facts.revision)
                    || (wasShared() && gone.stream().anyMatch(failure -> failure.code() == Code.NOT_FOUND));
        }

        /** Whether what principals may do was changed since the observer began, since nothing else can end it. */
        private boolean wasShared() {
            return LongStream.rangeClosed(begun + 1, state.facts.revision)
                    .anyMatch(revision -> state.facts.version(revision).deed().type() == EventType.SHARED);
        }
    }

    void begin(ModelledState state, States states, long from) {
        List<Event> told = new CopyOnWriteArrayList<>();
        List<Failure> gone = new CopyOnWriteArrayList<>();
        Subscription subscription = states.state(state.facts.handle).observe(from, told::add, gone::add);
        watches.add(new Watch(state, from, state.facts.revision, told, gone, subscription));
    }

    /** Waits until every observer got its events, compares them, and ends the observers. */
    void check(String place) {
        for (Watch watch : watches) {
            await(place + " from " + watch.from())
                    .atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                    .until(watch::hasAll);
            check(place, watch);
        }
        end();
    }

    private static void check(String place, Watch watch) {
        Facts facts = watch.state().facts;
        long next = watch.from();
        for (Event event : List.copyOf(watch.told())) {
            if (event.revision() != next) {
                assertThat(event.revision()).as(place).isGreaterThan(next).isLessThanOrEqualTo(facts.compactable + 1);
                assertThat(watch.gone()).as(place).isNotEmpty();
            }
            if (event.revision() <= facts.revision) {
                assertThat(Telling.of(event)).as(place).isEqualTo(Telling.of(facts, event.revision()));
            }
            next = event.revision() + 1;
        }
    }

    void end() {
        watches.forEach(watch -> watch.subscription().close());
        watches.clear();
    }
}
