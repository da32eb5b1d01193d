package dev.holdfast.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Subscription;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ChangeLogTest {
    private final StringWriter printed = new StringWriter();

    private List<String> lines(int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> printed.toString().lines().count() >= count);
        return printed.toString().lines().toList();
    }

    @Test
    void change_isALineThatTellsWhatHappenedButNoValue() {
        try (Holdfast holdfast = Holdfast.open("memory:");
                Subscription log = ChangeLog.start(holdfast, new PrintWriter(printed))) {
            assertThat(log).isNotNull();
            State state = holdfast.open(StateSpec.named("plan"));
            state.write(w -> w.set("secret", "hunter2").note("for hunter2"));

            List<String> lines = lines(2);
            assertThat(lines).hasSize(2);
            JsonObject line = (JsonObject) Json.parse(lines.getLast());
            assertThat(line.without("bytes"))
                    .isEqualTo(JsonObject.builder()
                            .put("at", state.read().updatedAt().toString())
                            .put("change", "written")
                            .put("state", state.handle().value().substring(0, 11))
                            .put("revision", 2)
                            .put("actor", "local/default")
                            .put("keys", JsonArray.of(Json.of("secret")))
                            .put("keys_changed", 1)
                            .build());
            assertThat(line.has("bytes")).isTrue();
            assertThat(printed.toString())
                    .doesNotContain("hunter2")
                    .doesNotContain(state.handle().value());
        }
    }

    @Test
    void keys_areFewInALine() {
        try (Holdfast holdfast = Holdfast.open("memory:");
                Subscription log = ChangeLog.start(holdfast, new PrintWriter(printed))) {
            assertThat(log).isNotNull();
            holdfast.open(StateSpec.unnamed()).write(w -> {
                for (int i = 0; i < 100; i++) {
                    w.set("key" + i, i);
                }
            });

            JsonObject line = (JsonObject) Json.parse(lines(2).getLast());
            assertThat(Objects.requireNonNull(line.array("keys")).size()).isEqualTo(20);
            assertThat(line.get("keys_changed")).isEqualTo(Json.of(100));
        }
    }
}
