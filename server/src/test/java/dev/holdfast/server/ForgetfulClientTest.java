package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that loses its handle, sends every write twice, reads stale, is overtaken, uses old ops and comes back after
 * the end gets everything right in the end, if it does what answers tell it.
 */
final class ForgetfulClientTest {
    private static final int ITEMS = 60;

    private final ManualTime time = new ManualTime();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void client_thatFollowsAnswersEndsUpRight(long seed) {
        Random random = new Random(seed);
        try (Holdfast holdfast = Holdfast.on(MemoryLog.open(new MemoryStorage()))
                        .clock(time)
                        .removalPause(Duration.ZERO)
                        .timersByHand()
                        .open();
                Harness tools = Harness.over(holdfast)) {
            ForgetfulClient client = new ForgetfulClient(tools, "work");
            int others = 0;
            for (int item = 0; item < ITEMS; item++) {
                switch (random.nextInt(8)) {
                    case 0 -> client.loseHandle();
                    case 1 -> client.forgetRevision(random);
                    case 2 -> {
                        tools.call("state_write", "{'handle':'@work','increment':{'others':1}}");
                        others++;
                    }
                    case 3 -> tools.call("state_close", "{'handle':'@work'}");
                    case 4 -> time.pass(Duration.ofHours(2)); // it lives an hour
                    case 5 -> client.useAnOldOp();
                    default -> {}
                }
                client.append(item);
            }
            JsonObject end = (JsonObject) tools.document(client.handle());
            assertThat(end.get("count")).as("seed %s", seed).isEqualTo(Json.of(ITEMS));
            assertThat(end.get("items"))
                    .isEqualTo(JsonArray.copyOf(
                            IntStream.range(0, ITEMS).mapToObj(Json::of).toList()));
            assertThat(end.has("others") ? end.get("others") : Json.of(0)).isEqualTo(Json.of(others));
            assertThat(client.waysOut()).contains("not_found", "conflict", "expired", "op_reused");
        }
    }
}
