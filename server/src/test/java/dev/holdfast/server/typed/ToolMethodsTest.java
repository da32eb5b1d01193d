package dev.holdfast.server.typed;

import static dev.holdfast.server.typed.CalledTool.answered;
import static dev.holdfast.server.typed.CalledTool.called;
import static dev.holdfast.server.typed.CalledTool.failure;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.States;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Tool;
import dev.holdfast.testkit.Crowd;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ToolMethodsTest {
    private static final Caller ANN = Caller.authenticated("ann");
    private static final Caller BOB = Caller.authenticated("bob");

    record Item(String name, BigDecimal price) {}

    record Cart(List<Item> items) {
        Cart plus(Item item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList());
        }
    }

    record Tree(List<Tree> parts) {}

    enum Size {
        SMALL,
        LARGE
    }

    /** Package-private methods, as an author would write them. */
    static class Carts {
        @ToolMethod(value = "Adds an item to your cart.", name = "cart_add")
        Cart add(
                String name,
                @ToolArgument("In euros.") BigDecimal price,
                @OfCaller("cart") TypedState<Cart> cart,
                ToolCaller caller) {
            assertThat(caller.principal().id()).isNotEmpty();
            return cart.initially(new Cart(List.of()))
                    .update(now -> now.plus(new Item(name, price)))
                    .value();
        }

        @ToolMethod(value = "Counts.", idempotent = true, destructive = true, title = "Count", openWorld = true)
        int count(Size size, Optional<LocalDate> day, @Nullable String note, @ToolArgument(name = "n") int times) {
            return (size == Size.LARGE ? 1 : 0) + (day.isPresent() ? 10 : 0) + (note == null ? 0 : 100) + times;
        }

        @ToolMethod("Adds by a record.")
        String addItem(Item item, Principal who) {
            return who.id() + " " + item.price();
        }

        @ToolMethod("Marks a state.")
        void mark(@OfCaller State state) {
            state.write(w -> w.increment("marks", 1));
        }

        @ToolMethod(value = "Finds.", readOnly = true)
        Optional<Item> find(boolean isThere, States states) {
            assertThat(states.principal().id()).isNotEmpty();
            return isThere ? Optional.of(new Item("tea", new BigDecimal("3.50"))) : Optional.empty();
        }

        @ToolMethod("Grows a tree.")
        Tree grow(Tree tree, Optional<Tree> other) {
            return new Tree(List.of(tree, other.orElse(tree)));
        }

        @ToolMethod("Fails.")
        static void fail(String how) throws IOException {
            switch (how) {
                case "refuse" -> throw Failure.invalid("how", "Not so.").toException();
                case "check" -> throw new IOException("secret");
                default -> throw new IllegalStateException("secret");
            }
        }
    }

    private final Holdfast holdfast = Holdfast.open("memory:");
    private final List<Tool> tools = ToolMethods.of(holdfast, new Carts());

    @AfterEach
    void close() {
        holdfast.close();
    }

    private Tool tool(String name) {
        return tools.stream()
                .filter(each -> each.definition().name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private Json teaForAnn() {
        try {
            return result("cart_add", ANN, "{\"name\":\"tea\",\"price\":3.50}");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Json result(String tool, Caller caller, String arguments) throws InterruptedException {
        JsonObject result = called(tool(tool), caller, arguments);
        assertThat(result.bool("isError")).as("%s", result).isNotEqualTo(true);
        return requireNonNull(result.get("structuredContent"));
    }

    @Test
    void schemas_areThoseOfTheParameters() {
        assertThat(tools)
                .extracting(each -> each.definition().name())
                .containsExactly("addItem", "cart_add", "count", "fail", "find", "grow", "mark");
        assertThat(tool("cart_add").definition().inputSchema()).hasToString("""
            {"type":"object","properties":{"name":{"type":"string"},\
            "price":{"type":"number","description":"In euros."}},"required":["name","price"]}\
            """);
        assertThat(tool("count").definition().inputSchema()).hasToString("""
            {"type":"object","properties":{"size":{"type":"string","enum":["SMALL","LARGE"]},\
            "day":{"type":"string","format":"date"},"note":{"type":"string"},"n":{"type":"integer"}},\
            "required":["size","n"]}\
            """);
        assertThat(tool("count").definition().outputSchema()).hasToString("""
            {"type":"object","properties":{"result":{"type":"integer"}},"required":["result"]}\
            """);
        assertThat(tool("addItem").definition().inputSchema()).hasToString("""
            {"type":"object","properties":{"name":{"type":"string"},"price":{"type":"number"}},\
            "required":["name","price"]}\
            """);
        assertThat(requireNonNull(tool("find").definition().outputSchema()).has("required"))
                .isFalse();
        assertThat(tool("mark").definition().outputSchema()).isNull();
        JsonObject tree = (JsonObject) Json.parse("""
            {"type":"object","properties":{"parts":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},\
            "required":["parts"]}\
            """);
        assertThat(tool("grow").definition().inputSchema())
                .isEqualTo(JsonObject.of(
                        "type", Json.of("object"),
                        "properties", JsonObject.of("tree", tree, "other", tree),
                        "required", JsonArray.of(Json.of("tree")),
                        "$defs", JsonObject.of("Tree", tree)));
    }

    @Test
    void hints_areThoseOfTheMark() {
        assertThat(tool("count").definition().title()).isEqualTo("Count");
        assertThat(tool("count").definition().annotations())
                .hasToString("ToolAnnotations[readOnly=false, destructive=true, idempotent=true, openWorld=true]");
        assertThat(tool("find").definition().annotations().readOnly()).isTrue();
    }

    @Test
    void stateOfTheCaller_isOpenedForEachAndLosesNoParallelCall() throws InterruptedException {
        result("cart_add", BOB, "{\"name\":\"salt\",\"price\":1}");
        Crowd.run(4, i -> teaForAnn());
        assertThat(result("cart_add", ANN, "{\"name\":\"bread\",\"price\":2}").toString())
                .startsWith("{\"items\":[{\"name\":\"tea\",\"price\":3.50},")
                .endsWith("{\"name\":\"bread\",\"price\":2}]}");
        assertThat(holdfast.as(Principal.of("ann"))
                        .state("@cart")
                        .read()
                        .document()
                        .array("items"))
                .hasSize(5);
    }

    @Test
    void stateThatTheClientNames_isOneOfItsOwn() throws InterruptedException {
        assertThat(result("mark", ANN, "{\"state\":\"notes\"}")).hasToString("{}");
        State notes = holdfast.as(Principal.of("ann")).state("@notes");
        result("mark", ANN, "{\"state\":\"" + notes.handle() + "\"}");
        assertThat(notes.read().document()).hasToString("{\"marks\":2}");
        JsonObject refused = failure(called(tool("mark"), BOB, "{\"state\":\"" + notes.handle() + "\"}"));
        assertThat(refused.string("code")).isEqualTo("not_found");
        assertThat(notes.read().document()).hasToString("{\"marks\":2}");
    }

    @Test
    void argumentsAndResults_areValuesOfTheirTypes() throws InterruptedException {
        assertThat(result("count", ANN, "{\"size\":\"LARGE\",\"n\":1000}")).hasToString("{\"result\":1001}");
        assertThat(result("count", ANN, "{\"size\":\"LARGE\",\"n\":1000,\"day\":\"2026-07-28\",\"note\":\"\"}"))
                .hasToString("{\"result\":1111}");
        assertThat(result("count", ANN, "{\"size\":\"SMALL\",\"n\":0,\"day\":null,\"note\":null}"))
                .hasToString("{\"result\":0}");
        assertThat(result("addItem", ANN, "{\"name\":\"tea\",\"price\":3.50}"))
                .hasToString("{\"result\":\"ann 3.50\"}");
        assertThat(result("find", ANN, "{\"isThere\":true}"))
                .hasToString("{\"result\":{\"name\":\"tea\",\"price\":3.50}}");
        assertThat(result("find", ANN, "{\"isThere\":false}")).hasToString("{}");
        assertThat(result("grow", ANN, "{\"tree\":{\"parts\":[]}}"))
                .hasToString("{\"parts\":[{\"parts\":[]},{\"parts\":[]}]}");
    }

    @Test
    void argumentsThatDoNotFit_areFailuresWithTheirPlace() throws InterruptedException {
        assertThat(failed("count", "{\"n\":1}").string("argument")).isEqualTo("size");
        assertThat(failed("count", "{\"size\":null,\"n\":1}").string("argument"))
                .isEqualTo("size");
        assertThat(failed("count", "{\"size\":\"HUGE\",\"n\":1}").string("path"))
                .isEqualTo("/size");
        assertThat(failed("grow", "{\"tree\":{\"parts\":[{}]}}").string("path")).isEqualTo("/tree/parts/0/parts");
        assertThat(failed("addItem", "{\"name\":\"tea\"}").string("path")).isEqualTo("/price");
        JsonObject unknown = failed("count", "{\"size\":\"SMALL\",\"n\":1,\"days\":\"2026-07-28\"}");
        assertThat(unknown.string("argument")).isEqualTo("days");
        assertThat(unknown.string("hint")).contains("size, day, note, n");
        assertThat(failed("mark", "{}").string("argument")).isEqualTo("state");
        assertThat(failed("mark", "{\"state\":7}").string("argument")).isEqualTo("state");
    }

    private JsonObject failed(String tool, String arguments) throws InterruptedException {
        JsonObject failure = failure(called(tool(tool), ANN, arguments));
        assertThat(failure.string("code")).isEqualTo("invalid");
        return failure;
    }

    @Test
    void exceptions_areFailuresOrTellNothing() throws InterruptedException {
        assertThat(failed("fail", "{\"how\":\"refuse\"}"))
                .hasToString("{\"code\":\"invalid\",\"argument\":\"how\",\"hint\":\"Not so.\"}");
        for (String how : List.of("check", "run")) {
            JsonObject answer = answered(tool("fail"), ANN, "{\"how\":\"" + how + "\"}");
            assertThat(answer.has("error")).isTrue();
            assertThat(answer.toString()).doesNotContain("secret");
        }
    }

    static final class More extends Carts {
        @Override
        Cart add(String name, BigDecimal price, TypedState<Cart> cart, ToolCaller caller) {
            return super.add(name + "s", price, cart, caller);
        }
    }

    @Test
    void methodsOfASuperclass_areFoundOnce() throws InterruptedException {
        List<Tool> more = ToolMethods.of(holdfast, new More());
        assertThat(more).hasSameSizeAs(tools);
        JsonObject result = called(more.get(1), ANN, "{\"name\":\"pea\",\"price\":1}");
        assertThat(result.get("structuredContent")).hasToString("{\"items\":[{\"name\":\"peas\",\"price\":1}]}");
    }

    record Unmarked() {}

    record Twice() {
        @ToolMethod(value = "One.", name = "same")
        void one() {}

        @ToolMethod(value = "Two.", name = "same")
        void two() {}
    }

    record Bare() {
        @ToolMethod("A state of whom?")
        void bare(State state) {}
    }

    record Untyped() {
        @ToolMethod("A state of what?")
        void untyped(@OfCaller("a") String state) {}
    }

    @Test
    void methodsThatCannotBeTools_areRefusedAtOnce() throws NoSuchMethodException {
        for (Object object : List.of(new Unmarked(), new Twice(), new Bare(), new Untyped())) {
            assertThatThrownBy(() -> ToolMethods.of(holdfast, object))
                    .as("%s", object)
                    .isInstanceOfSatisfying(
                            HoldfastException.class,
                            e -> assertThat(e.failure().code()).isEqualTo(Failure.Code.INVALID));
        }
        assertThatThrownBy(() -> ToolMethods.of(holdfast, new Carts(), new Carts()))
                .isInstanceOf(HoldfastException.class);
        var withoutNames = String.class.getMethod("charAt", int.class);
        assertThatThrownBy(() ->
                        MethodParameter.of(withoutNames, withoutNames.getParameters()[0], ValueMapper.installed()))
                .hasMessageContaining("-parameters");
    }
}
