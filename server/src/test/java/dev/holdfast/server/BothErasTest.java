package dev.holdfast.server;

import static dev.holdfast.server.Harness.object;
import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forking, looking back and merging, as clients of both eras see them. */
final class BothErasTest {
    private final Harness tools = Harness.inMemory();
    private final StdioSession session =
            new StdioSession(StateServer.over(tools.holdfast(), Profile.ALL, "1.2.3", false));

    @AfterEach
    void close() {
        tools.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forks_areMadeComparedAndMerged(boolean handshake) {
        call(handshake, "state_open", "{'name':'plan','data':{'a':1}}");

        JsonObject fork = call(handshake, "state_open", "{'name':'draft','fork_of':'@plan'}");
        call(handshake, "state_write", "{'handle':'@draft','set':{'a':2}}");
        JsonObject diff = call(handshake, "state_history", "{'handle':'@draft','diff':true}");
        JsonObject merged = call(handshake, "state_merge", "{'handle':'@plan','from':'@draft'}");
        JsonObject history = call(handshake, "state_history", "{'handle':'@plan'}");

        assertThat(Objects.requireNonNull(fork.object("origin")).get("revision"))
                .isEqualTo(Json.of(1));
        assertThat(diff.get("diff")).isEqualTo(value("{'a':[{'op':'replace','path':'/a','value':2}]}"));
        assertThat(merged.get("changed")).isEqualTo(value("['a']"));
        assertThat(Objects.requireNonNull(history.array("events")).size()).isEqualTo(2);
    }

    private JsonObject call(boolean handshake, String tool, String arguments) {
        JsonObject params = JsonObject.of("name", Json.of(tool), "arguments", object(arguments));
        JsonObject answer =
                handshake ? session.askAfterHandshake("tools/call", params) : session.ask("tools/call", params);
        JsonObject result = Objects.requireNonNull(answer.object("result"), answer::toString);
        return Objects.requireNonNull(result.object("structuredContent"), answer::toString);
    }
}
