package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.ToolResult;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Knows the rules of the tools, and nothing but what the last answers said. */
final class ForgetfulClient {
    private static final int MOST_ATTEMPTS = 8;

    private final Harness tools;
    private final String name;
    private final Set<String> waysOut = new TreeSet<>();
    private String handle;
    private long revision;
    private String op;
    private String oldOp;

    ForgetfulClient(Harness tools, String name) {
        this.tools = tools;
        this.name = name;
        JsonObject opened = tools.call("state_open", "{'name':'" + name + "','lifetime':'session','idle_ttl':3600}");
        this.handle = text(opened, "handle");
        this.revision = number(opened, "revision");
        this.op = text(opened, "op");
        this.oldOp = op;
    }

    String handle() {
        return handle;
    }

    /** The codes of failures it got out of. */
    Set<String> waysOut() {
        return waysOut;
    }

    void loseHandle() {
        handle = "st_00000000000000000000000000";
    }

    void forgetRevision(Random random) {
        revision = 1 + random.nextLong(revision);
    }

    void useAnOldOp() {
        op = oldOp;
    }

    /** Counts and keeps an item, trying as long as the answers say how. */
    void append(int item) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            JsonObject write = JsonObject.builder()
                    .put("handle", handle)
                    .put("increment", JsonObject.of("count", Json.of(1)))
                    .put("append", JsonObject.of("items", JsonArray.of(Json.of(item))))
                    .put("if_revision", revision)
                    .put("op", op)
                    .build();
            ToolResult result = twice(write);
            if (!result.isError()) {
                JsonObject answer = (JsonObject) Objects.requireNonNull(result.structured());
                revision = number(answer, "revision");
                oldOp = op;
                op = text(answer, "op");
                return;
            }
            follow((JsonObject) Json.parse(((Content.Text) result.content().get(0)).text()));
        }
        throw new AssertionError("No way out, after " + waysOut);
    }

    /** The second of two calls that are the same: the answer to the first got lost. */
    private ToolResult twice(JsonObject write) {
        ToolResult first = tools.result("state_write", write);
        ToolResult second = tools.result("state_write", write);
        assertThat(second.isError()).isEqualTo(first.isError());
        if (first.structured() instanceof JsonObject done && second.structured() instanceof JsonObject again) {
            assertThat(again.get("revision")).isEqualTo(done.get("revision"));
            assertThat(again.get("replayed")).isEqualTo(Json.of(true));
        }
        return second;
    }

    private void follow(JsonObject failure) {
        String code = text(failure, "code");
        waysOut.add(code);
        assertThat(failure.string("hint")).isNotBlank();
        switch (code) {
            case "not_found" -> find();
            case "conflict" -> revision = number(failure, "revision");
            case "expired" -> comeBack(text(failure, "handle"));
            case "op_reused" -> op = text(failure, "op");
            default -> throw new AssertionError("No rule for " + failure);
        }
    }

    private void find() {
        JsonObject listed = tools.call("state_list", "{'name_prefix':'" + name + "'}");
        JsonArray states = Objects.requireNonNull(listed.array("states"));
        assertThat(states).hasSize(1);
        handle = text((JsonObject) states.get(0), "handle");
    }

    private void comeBack(String ended) {
        JsonObject opened = tools.call("state_open", "{'handle':'" + ended + "'}");
        handle = text(opened, "handle");
        revision = number(opened, "revision");
    }

    private static String text(JsonObject answer, String member) {
        return Objects.requireNonNull(answer.string(member), member);
    }

    private static long number(JsonObject answer, String member) {
        return Long.parseLong(Objects.requireNonNull(answer.get(member), member).toString());
    }
}
