package dev.holdfast.server.typed;

import static dev.holdfast.server.typed.CalledTool.called;
import static dev.holdfast.server.typed.CalledTool.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Tool;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TypedToolTest {
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
}
