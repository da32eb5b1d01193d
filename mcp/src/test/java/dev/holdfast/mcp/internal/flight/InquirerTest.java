package dev.holdfast.mcp.internal.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for a client that may leave. */
final class InquirerTest {
    private final Inquirer inquirer = new Inquirer(new Inquiries(), "client");
    private final List<JsonObject> sent = new ArrayList<>();

    @Test
    void client_thatLeavesIsWaitedForNoLonger() {
        Flight flight = new Flight(Caller.anonymous("x"), message -> {
            sent.add(message);
            inquirer.hangUp();
        });
        assertGone(flight);
        assertThat(sent).hasSize(1);
    }

    @Test
    void client_thatHasLeftIsNotAsked() {
        inquirer.hangUp();
        assertGone(new Flight(Caller.anonymous("x"), sent::add));
        assertThat(sent).isEmpty();
    }

    private void assertGone(Flight flight) {
        assertThatExceptionOfType(UnansweredException.class)
                .isThrownBy(() -> inquirer.ask(flight, "roots/list", JsonObject.EMPTY, Duration.ofDays(1)))
                .withMessage("The client left before it answered roots/list");
    }
}
