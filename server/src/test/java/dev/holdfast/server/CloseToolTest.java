package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class CloseToolTest {
    private final Harness tools;

    CloseToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void close_endsAStateAndSaysUntilWhenItCanComeBack() {
        String handle = tools.open("{'a':1}");

        JsonObject answer = tools.call("state_close", "{'handle':'" + handle + "'}");

        Instant closed = Instant.parse(answer.string("closed_at"));
        assertThat(Duration.between(closed, Instant.parse(answer.string("purge_at"))))
                .isEqualTo(Duration.ofDays(7));
        tools.refused("state_write", "{'handle':'" + handle + "','set':{'a':2}}", "expired");
        tools.refused("state_undo", "{'handle':'" + handle + "'}", "expired");
        tools.refused("state_wait", "{'handle':'" + handle + "','timeout_seconds':0}", "expired");
        tools.refused("state", "{'handle':'" + handle + "','key':'a'}", "expired");
    }

    @Test
    void close_againWithTheSameOpAnswersTheSame() {
        String handle = tools.open("{}");
        JsonObject first = tools.call("state_close", "{'handle':'" + handle + "','op':'c'}");

        JsonObject again = tools.call("state_close", "{'handle':'" + handle + "','op':'c'}");

        assertThat(again.get("replayed")).isEqualTo(JsonBoolean.TRUE);
        assertThat(again.get("closed_at")).isEqualTo(first.get("closed_at"));
        tools.refused("state_close", "{'handle':'" + handle + "'}", "expired");
    }

    @Test
    void close_freesTheName() {
        tools.call("state_open", "{'name':'n'}");

        JsonObject answer = tools.call("state_close", "{'handle':'@n'}");

        assertThat(answer.string("handle")).startsWith("st_");
        tools.refused("state_read", "{'handle':'@n'}", "expired");
        assertThat(tools.call("state_open", "{'name':'n'}").get("created")).isEqualTo(JsonBoolean.TRUE);
    }
}
