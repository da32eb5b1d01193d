package dev.holdfast.testkit.log;

import static dev.holdfast.testkit.SingleQuoted.object;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.machine.Transition;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.Crowd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A machine that many send steps to. It has no expressions, which would take the processes seconds to load. A step that
 * finds it quiet begins a delay, whose end makes it quiet again. Its log tells whether every step and every delay was
 * taken once.
 */
final class EchoedSteps {
    private static final Duration DELAY = Duration.ofMillis(15);

    private static final Machine MACHINE = Machine.of(object("""
            {'type':'parallel','context':{'loud':false},'states':{
              'foot':{'initial':'left','states':{'left':{'on':{'step':'right'}},'right':{'on':{'step':'left'}}}},
              'echo':{'initial':'quiet','states':{
                'quiet':{'on':{'step':{'target':'loud','actions':{'assign':{'loud':true}}}}},
                'loud':{'after':{'15':{'target':'quiet','actions':{'assign':{'loud':false}}}}}}}}}"""));

    private final State state;
    private final Principal principal;

    private EchoedSteps(State state, Principal principal) {
        this.state = state;
        this.principal = principal;
    }

    static EchoedSteps open(States states) {
        return new EchoedSteps(states.open(StateSpec.unnamed().machine(MACHINE)).state(), states.principal());
    }

    String handle() {
        return state.handle().value();
    }

    /** Every step that was told, {@code NUMBER INDEX REVISION CONFIGURATION}, is in the log as it was told. */
    void requireAcknowledged(String name, List<String> told) {
        for (String line : told) {
            List<String> words = List.of(line.split(" ", 4));
            long revision = Long.parseLong(words.get(2));
            Event event = state.history(revision, 1).getFirst();
            assertThat(event.commandId()).isEqualTo(MachineClient.stepId(name, Integer.parseInt(words.get(0))));
            Configuration configuration = requireNonNull(state.at(revision).configuration());
            assertThat(configuration.toJson()).isEqualTo(Json.parse(words.get(3)));
        }
    }

    /** So many steps are in the log, each once, and each with its change of the document. */
    void requireSteps(int count) {
        List<Event> steps =
                events().stream().filter(event -> isOf(event, "step")).toList();
        Set<String> ids = new TreeSet<>();
        steps.forEach(event -> ids.add(String.valueOf(event.commandId())));
        assertThat(steps).hasSize(count);
        assertThat(ids).hasSize(count);
        state.replay(
                1L,
                null,
                (event, view) -> assertThat(view.document().bool("loud"))
                        .isEqualTo(requireNonNull(view.configuration()).active().contains("echo.loud")));
    }

    /** Each delay that was begun has ended once, and not before its time, whichever process was there. */
    void requireEachDelayOnce(Holdfast holdfast) {
        await().atMost(Duration.ofSeconds(Crowd.PATIENCE_SECONDS)).untilAsserted(() -> {
            holdfast.fireTimers();
            assertThat(requireNonNull(state.read().configuration()).delayed()).isEmpty();
        });
        List<String> echo = new ArrayList<>();
        Instant begun = Instant.MAX;
        for (Event event : events()) {
            for (Transition taken : ofEcho(event)) {
                echo.add(taken.from());
                if (taken.from().equals("echo.quiet")) {
                    begun = event.at();
                } else {
                    assertThat(event.at()).isAfterOrEqualTo(begun.plus(DELAY));
                }
            }
        }
        assertThat(echo).hasSizeGreaterThan(3);
        for (int i = 0; i < echo.size(); i++) {
            assertThat(echo.get(i)).isEqualTo(i % 2 == 0 ? "echo.quiet" : "echo.loud");
        }
        assertThat(echo.getLast()).isEqualTo("echo.loud");
    }

    /** An engine that knows nothing comes by the log to what this one shows. */
    void requireReplayed(Holdfast fresh) {
        StateView shown = state.read();
        StateView replayed = fresh.as(principal).state(handle()).read();
        assertThat(replayed.configuration()).isEqualTo(shown.configuration());
        assertThat(replayed.document()).isEqualTo(shown.document());
    }

    private static boolean isOf(Event event, String name) {
        return event.cause() instanceof Cause.Sent sent && sent.event().equals(name);
    }

    private static List<Transition> ofEcho(Event event) {
        List<Transition> all = event.cause() instanceof Cause.Sent sent ? sent.transitions() : List.of();
        return all.stream().filter(taken -> taken.from().startsWith("echo")).toList();
    }

    private List<Event> events() {
        return state.history(1, Integer.MAX_VALUE).stream()
                .filter(event -> event.type() == EventType.TRANSITIONED)
                .toList();
    }
}
