package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every process fires due timers; only the store ensures that each takes effect once. */
public interface ProcessTimersContract extends ProcessesContract {
    /** Time for four processes to start, so that usually all are running when the timers are due. */
    Duration HEAD_START = Duration.ofSeconds(3);

    @Test
    default void timers_ofFourProcessesFireOnceInEffect() {
        try (Holdfast holdfast =
                Holdfast.on(open(place(), PATIENCE)).timersByHand().open()) {
            States states = holdfast.as(Principal.local("timers-" + UUID.randomUUID()));
            List<State> waiting = Stream.generate(
                            () -> states.open(StateSpec.unnamed()).state())
                    .limit(50)
                    .toList();
            Instant due = Instant.now().plus(HEAD_START);
            for (State state : waiting) {
                state.write(w -> w.set("ends", Json.of(true), HEAD_START));
                state.write(w -> w.increment("n", 1).runAt(due));
            }
            List<ChildProcess> children = Stream.generate(() -> ChildProcess.start(getClass(), "engine", place()))
                    .limit(4)
                    .toList();
            try {
                children.forEach(child -> assertThat(child.line()).startsWith("ready"));
                await().atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS))
                        .untilAsserted(() -> assertThat(waiting)
                                .allMatch(state -> types(state).getOrDefault(EventType.LAPSED, 0L) > 0
                                        && state.read().scheduled().isEmpty()));
                children.forEach(ChildProcess::goOn);
                children.forEach(child -> assertThat(child.line()).isEqualTo("done"));
            } finally {
                children.forEach(ChildProcess::close);
            }
            for (State state : waiting) {
                assertThat(state.read().document().get("n")).isEqualTo(Json.of(1));
                assertThat(types(state))
                        .isEqualTo(Map.of(
                                EventType.CREATED, 1L,
                                EventType.SCHEDULED, 1L,
                                EventType.LAPSED, 1L,
                                EventType.WRITTEN, 2L));
            }
        }
    }

    private static Map<EventType, Long> types(State state) {
        return state.history(1, 99).stream().collect(Collectors.groupingBy(Event::type, Collectors.counting()));
    }
}
