package dev.holdfast.examples;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.server.typed.OfCaller;
import dev.holdfast.server.typed.ToolArgument;
import dev.holdfast.server.typed.ToolMethod;
import dev.holdfast.server.typed.ToolMethods;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** Tools as methods: each caller has a cart. */
public final class CartMethods {
    record Item(String name, BigDecimal price) {}

    record Cart(List<Item> items) {
        static final Cart EMPTY = new Cart(List.of());

        Cart plus(Item item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList());
        }
    }

    @ToolMethod(value = "Adds an item to your cart.", name = "cart_add")
    Cart add(String name, @ToolArgument("In euros.") BigDecimal price, @OfCaller("cart") TypedState<Cart> cart) {
        return cart.initially(Cart.EMPTY)
                .update(now -> now.plus(new Item(name, price)))
                .value();
    }

    @ToolMethod(value = "What is in your cart.", name = "cart_show", readOnly = true)
    Cart show(@OfCaller("cart") TypedState<Cart> cart) {
        return cart.initially(Cart.EMPTY).get();
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open("sqlite:carts.db")) {
            McpServer server = McpServer.builder(Implementation.of("carts", "1.0"))
                    .tools(ToolMethods.of(holdfast, new CartMethods()))
                    .build();
            StdioTransport.serve(server, System.in, System.out, Caller.anonymous("local/default"));
        }
    }

    static void play(PrintStream out) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            Host host = new Host(ToolMethods.of(holdfast, new CartMethods()), out);
            host.call("cart_add", "{\"name\":\"tea\",\"price\":3.50}");
            host.call("cart_add", "{\"name\":\"salt\"}");
            host.call("cart_show", "{}");
        }
    }
}
