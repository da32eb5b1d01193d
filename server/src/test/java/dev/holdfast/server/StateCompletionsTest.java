package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.CompletionRequest;
import dev.holdfast.mcp.CompletionRequest.OfPrompt;
import dev.holdfast.mcp.CompletionRequest.OfTemplate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StateCompletionsTest {
    private static final OfPrompt PROMPT = new OfPrompt("resume");
    private static final OfTemplate KEYS = new OfTemplate(StateUri.KEYS);

    private final Harness tools = Harness.inMemory();
    private String cart;
    private String bare;

    @BeforeEach
    void open() {
        cart = Objects.requireNonNull(tools.call("state_open", "{'name':'cart','data':{'total':1,'items':[],'tax':2}}")
                .string("handle"));
        tools.call("state_open", "{'name':'plan'}");
        bare = tools.open("{'x':1}");
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void promptTakesNamesAndHandles() {
        assertThat(complete(PROMPT, "handle", "")).containsExactlyInAnyOrder("@cart", "@plan", bare);
        assertThat(complete(PROMPT, "handle", "@c")).containsExactly("@cart");
        assertThat(complete(PROMPT, "handle", "pl")).containsExactly("@plan");
        assertThat(complete(PROMPT, "handle", cart.substring(0, 20))).containsExactly(cart);
        assertThat(complete(PROMPT, "handle", "nothing")).isEmpty();
        assertThat(complete(PROMPT, "since_revision", "1")).isEmpty();
    }

    @Test
    void addressTakesHandlesFoundByTheirNamesToo() {
        OfTemplate documents = new OfTemplate(StateUri.DOCUMENTS);
        assertThat(complete(documents, "handle", "st_")).hasSize(3).contains(bare, cart);
        assertThat(complete(documents, "handle", "car")).containsExactly(cart);
    }

    @Test
    void keysAreThoseOfTheState() {
        assertThat(completeKey("t", Map.of("handle", cart))).containsExactly("tax", "total");
        assertThat(completeKey("", Map.of("handle", cart))).containsExactly("items", "tax", "total");
        assertThat(completeKey("", Map.of())).isEmpty();
        assertThat(completeKey("", Map.of("handle", "rubbish"))).isEmpty();
    }

    @Test
    void statesOfOthersAreNotProposed() {
        Caller eve = Caller.authenticated("eve");
        assertThat(values(new CompletionRequest(PROMPT, "handle", "", Map.of()), eve))
                .isEmpty();
        assertThat(values(new CompletionRequest(KEYS, "key", "", Map.of("handle", cart)), eve))
                .isEmpty();
    }

    private List<String> complete(CompletionRequest.Subject subject, String argument, String value) {
        return values(new CompletionRequest(subject, argument, value, Map.of()), tools.caller());
    }

    private List<String> completeKey(String value, Map<String, String> others) {
        return values(new CompletionRequest(KEYS, "key", value, others), tools.caller());
    }

    private List<String> values(CompletionRequest request, Caller caller) {
        return new StateCompletions(tools.holdfast())
                .complete(request, new PlainContext(caller))
                .values();
    }
}
