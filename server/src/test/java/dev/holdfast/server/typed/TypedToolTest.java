package dev.holdfast.server.typed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.mcp.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TypedToolTest {
    private static final Json META = Json.parse("""
        {"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},\
        "io.modelcontextprotocol/clientCapabilities":{}}\
        """);

    record Amount(BigDecimal amount, Optional<String> account) {}

    record Balance(BigDecimal total) {}

    private final Holdfast holdfast = Holdfast.open("memory:");
    private final Tool deposit =
            TypedTool.of(holdfast, "deposit", "Puts money in.", Amount.class, Balance.class, TypedToolTest::deposit);

    private static Balance deposit(Amount amount, ToolCaller caller) {
        return caller.state(amount.account().orElse("account"), Balance.class)
                .initially(new Balance(BigDecimal.ZERO))
                .update(now -> new Balance(now.total().add(amount.amount())))
                .value();
    }

    @AfterEach
    void close() {
        holdfast.close();
    }

    @Test
    void definition_isThatOfTheTypes() {
        assertThat(deposit.definition().inputSchema()).hasToString("""
            {"type":"object","properties":{"amount":{"type":"number"},"account":{"type":"string"}},\
            "required":["amount"]}\
            """);
        assertThat(deposit.definition().outputSchema()).hasToString("""
            {"type":"object","properties":{"total":{"type":"number"}},"required":["total"]}\
            """);
    }

    @Test
    void eachCaller_hasAStateOfItsOwn() throws InterruptedException {
        Caller ann = Caller.authenticated("ann");
        assertThat(called(deposit, ann, "{\"amount\":3.50}").get("structuredContent"))
                .hasToString("{\"total\":3.50}");
        assertThat(called(deposit, ann, "{\"amount\":0.25}").get("structuredContent"))
                .hasToString("{\"total\":3.75}");
        assertThat(called(deposit, Caller.authenticated("bob"), "{\"amount\":1}")
                        .get("structuredContent"))
                .hasToString("{\"total\":1}");
        assertThat(called(deposit, Caller.anonymous("local/default"), "{\"amount\":2}")
                        .get("structuredContent"))
                .hasToString("{\"total\":2}");
    }

    @Test
    void handle_isOpenedOnlyForWhoMayUseIt() throws InterruptedException {
        called(deposit, Caller.authenticated("ann"), "{\"amount\":1}");
        String handle =
                holdfast.as(Principal.of("ann")).state("@account").handle().value();
        String byHandle = "{\"amount\":1,\"account\":\"" + handle + "\"}";
        assertThat(called(deposit, Caller.authenticated("ann"), byHandle).get("structuredContent"))
                .hasToString("{\"total\":2}");
        assertThat(failure(called(deposit, Caller.authenticated("bob"), byHandle))
                        .string("code"))
                .isEqualTo("not_found");
    }

    @Test
    void failure_isAResultWithItsFacts() throws InterruptedException {
        JsonObject missing = failure(called(deposit, Caller.authenticated("ann"), "{\"amount\":\"much\"}"));
        assertThat(missing.string("code")).isEqualTo("invalid");
        assertThat(missing.string("path")).isEqualTo("/amount");
        Tool refusing =
                TypedTool.of(holdfast, "refuse", "Never does it.", Amount.class, Balance.class, (amount, caller) -> {
                    throw Failure.invalid("amount", "Not today.").toException();
                });
        assertThat(failure(called(refusing, Caller.authenticated("ann"), "{\"amount\":1}")))
                .hasToString("{\"code\":\"invalid\",\"argument\":\"amount\",\"hint\":\"Not today.\"}");
    }

    @Test
    void resultThatIsNoObject_isPutUnderAName() throws InterruptedException {
        Tool accounts = TypedTool.of(holdfast, "names", "Lists.", JsonObject.class, String[].class, (none, caller) ->
                        new String[] {"a", caller.principal().id()})
                .readOnly();
        assertThat(accounts.definition().annotations().readOnly()).isTrue();
        assertThat(called(accounts, Caller.authenticated("ann"), "{}").get("structuredContent"))
                .isEqualTo(Json.parse("{\"result\":[\"a\",\"ann\"]}"));
    }

    private static JsonObject failure(JsonObject result) {
        assertThat(result.bool("isError")).isTrue();
        JsonObject block = (JsonObject) requireNonNull(result.array("content")).get(0);
        return (JsonObject) Json.parse(requireNonNull(block.string("text")));
    }

    private static JsonObject called(Tool tool, Caller caller, String arguments) throws InterruptedException {
        McpServer server = McpServer.builder(Implementation.of("test", "1"))
                .tool(tool)
                .limits(ServerLimits.DEFAULT.withShutdownGrace(Duration.ofMinutes(5)))
                .build();
        JsonObject params = JsonObject.of(
                "name", Json.of(tool.definition().name()), "arguments", Json.parse(arguments), "_meta", META);
        JsonObject request = JsonObject.of(
                "jsonrpc", Json.of("2.0"), "id", Json.of(1), "method", Json.of("tools/call"), "params", params);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] line = (request + "\n").getBytes(StandardCharsets.UTF_8);
        StdioTransport.serve(server, new ByteArrayInputStream(line), answer, caller);
        return requireNonNull(((JsonObject) Json.parse(answer.toByteArray())).object("result"));
    }
}
