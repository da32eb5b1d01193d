package dev.holdfast.mcp.internal.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.internal.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FlightTest {
    private static final Reply REPLY = Reply.result(Json.of(1), new byte[] {'1'});

    private final List<JsonObject> sent = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Flight flight = new Flight(Caller.anonymous("x"), sent::add);

    @Test
    void flight_thatIsNotCancelledIsAnswered() {
        flight.onCancel(() -> done.add("cancelled"));
        assertThat(flight.answer(running -> REPLY)).isSameAs(REPLY);
        flight.cancel();
        assertThat(flight.isCancelled()).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void flight_thatIsCancelledBeforeItsStartDoesNoWork() {
        flight.cancel();
        assertThat(flight.answer(running -> {
                    done.add("worked");
                    return REPLY;
                }))
                .isNull();
        assertThat(done).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void flight_thatIsCancelledAtWorkInterruptsItAndIsNotAnswered() {
        flight.onCancel(() -> done.add("cancelled"));
        assertThat(flight.answer(running -> {
                    running.cancel();
                    running.cancel();
                    done.add("interrupted " + Thread.currentThread().isInterrupted());
                    return REPLY;
                }))
                .isNull();
        assertThat(done).containsExactly("cancelled", "interrupted true");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void action_isTakenAtOnceIfTheFlightWasCancelled() {
        flight.cancel();
        flight.onCancel(() -> done.add("late"));
        assertThat(done).containsExactly("late");
    }

    @Test
    void action_thatFailsKeepsNoOtherFromBeingTaken() {
        flight.onCancel(() -> {
            throw new IllegalStateException("not my day");
        });
        flight.onCancel(() -> done.add("next"));
        flight.cancel();
        assertThat(done).containsExactly("next");
    }

    @Test
    void notification_isSentWhileTheFlightRunsOnly() {
        flight.send(JsonObject.EMPTY);
        flight.answer(running -> REPLY);
        flight.send(JsonObject.EMPTY);
        assertThat(sent).hasSize(1);
    }

    @Test
    void notification_isNotSentAfterTheCancellation() {
        flight.cancel();
        flight.send(JsonObject.EMPTY);
        assertThat(sent).isEmpty();
    }
}
