package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds of whatever a server says, however it was spoken to. */
final class WellFormed {
    private static final List<String> INSIDES =
            List.of("Exception", "java.", "dev.holdfast", "io.helidon", "\tat ", "a secret", "NullPointer");

    /** Every code the protocol gives a meaning to; it reserves the others. */
    private static final Set<Long> CODES =
            Set.of(-32700L, -32600L, -32601L, -32602L, -32603L, -32002L, -32020L, -32021L, -32022L);

    private WellFormed() {}

    /** A text that tells nothing of the inside of the process. */
    static void text(String text, String sent) {
        assertThat(text).as(sent).doesNotContain(INSIDES);
    }

    /** A JSON-RPC message, or several answers in an array. */
    static Json message(String text, String sent) {
        text(text, sent);
        Json json = Json.parse(text);
        if (json instanceof JsonArray batch) {
            assertThat(batch.isEmpty()).as(sent).isFalse();
            batch.forEach(item -> message(item, sent));
        } else {
            message(json, sent);
        }
        return json;
    }

    private static void message(Json json, String sent) {
        assertThat(json).as(sent).isInstanceOfSatisfying(JsonObject.class, message -> {
            assertThat(message.string("jsonrpc")).as(sent).isEqualTo("2.0");
            assertThat(message.has("method") ? "method" : message.has("result") ? "result" : "error")
                    .as(sent + " was answered " + message)
                    .satisfies(member -> assertThat(message.has(member)).isTrue());
            Json id = message.get("id");
            assertThat(id == null || id instanceof JsonString || id instanceof JsonNumber)
                    .as(sent)
                    .isTrue();
            if (message.has("result")) {
                assertThat(message.object("result")).as(sent).isNotNull();
                assertThat(id).as(sent).isNotNull();
            } else if (message.has("error")) {
                error(message.get("error"), sent);
            }
        });
    }

    private static void error(@Nullable Json json, String sent) {
        assertThat(json).as(sent).isInstanceOfSatisfying(JsonObject.class, error -> {
            JsonNumber code = error.number("code");
            assertThat(code).as(sent).isNotNull();
            assertThat(CODES)
                    .as(sent)
                    .contains(code == null ? 0 : code.exactLong().orElse(0));
            assertThat(error.string("message")).as(sent).isNotBlank();
        });
    }
}
