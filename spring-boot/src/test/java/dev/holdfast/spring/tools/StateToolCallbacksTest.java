package dev.holdfast.spring.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.Profile;
import dev.holdfast.server.typed.OfCaller;
import dev.holdfast.server.typed.ToolMethod;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;

final class StateToolCallbacksTest {
    record Cart(List<String> items) {
        Cart plus(String item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList());
        }
    }

    static final class Carts {
        @ToolMethod(value = "Adds an item to your cart.", name = "cart_add")
        Cart add(String item, @OfCaller("cart") TypedState<Cart> cart) {
            return cart.initially(new Cart(List.of()))
                    .update(now -> now.plus(item))
                    .value();
        }
    }

    private final Holdfast holdfast = Holdfast.open("memory:");

    @AfterEach
    void close() {
        holdfast.close();
    }

    private StateToolCallbacks tools(String who) {
        return StateToolCallbacks.of(holdfast, () -> Principal.of(who)).methods(new Carts());
    }

    private String add(String who, String arguments) {
        return tools(who).getToolCallbacks()[0].call(arguments);
    }

    @Test
    void definitions_areThoseOfTheTools() {
        ToolCallback[] all = tools("ann").states(Profile.CORE).getToolCallbacks();
        assertThat(Arrays.stream(all).map(each -> each.getToolDefinition().name()))
                .startsWith("cart_add")
                .contains("state_open", "state_write");
        assertThat(all[0].getToolDefinition().description()).isEqualTo("Adds an item to your cart.");
        assertThat(Json.parse(all[0].getToolDefinition().inputSchema()))
                .hasToString("{\"type\":\"object\",\"properties\":{\"item\":{\"type\":\"string\"}},"
                        + "\"required\":[\"item\"]}");
        assertThat(tools("ann")).hasToString("StateToolCallbacks[cart_add]");
    }

    /** The messages are those of a model that calls tools; what carries them out is Spring AI's own. */
    @Test
    void callOfAModel_isCarriedOutForItsCaller() {
        ToolCallingChatOptions options = ToolCallingChatOptions.builder()
                .toolCallbacks(tools("ann").getToolCallbacks())
                .build();
        AssistantMessage wants = AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(
                        new AssistantMessage.ToolCall("1", "function", "cart_add", "{\"item\":\"tea\"}"),
                        new AssistantMessage.ToolCall("2", "function", "cart_add", "{\"item\":\"salt\"}")))
                .build();
        var done = ToolCallingManager.builder()
                .build()
                .executeToolCalls(
                        new Prompt("Buy tea and salt.", options), new ChatResponse(List.of(new Generation(wants))));
        ToolResponseMessage told =
                (ToolResponseMessage) done.conversationHistory().getLast();
        assertThat(told.getResponses().getLast().responseData()).isEqualTo("{\"items\":[\"tea\",\"salt\"]}");
        assertThat(add("bob", "{\"item\":\"bread\"}")).isEqualTo("{\"items\":[\"bread\"]}");
    }

    @Test
    void failure_isATextThatTheModelCanActOn() {
        assertThat(code(add("ann", "{}"))).isEqualTo("invalid");
        assertThat(code(add("ann", ""))).isEqualTo("invalid");
        assertThat(code(add("ann", "[]"))).isEqualTo("invalid");
        assertThat(code(add("ann", "{\"item\":"))).isEqualTo("invalid");
        assertThat(holdfast.as(Principal.of("ann"))
                        .open(StateSpec.named("cart"))
                        .state()
                        .read()
                        .document())
                .hasToString("{}");
    }

    private static String code(String failure) {
        return String.valueOf(((JsonObject) Json.parse(failure)).string("code"));
    }
}
