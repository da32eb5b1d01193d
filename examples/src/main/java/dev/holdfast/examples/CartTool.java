package dev.holdfast.examples;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.Implementation;
import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.StdioTransport;
import dev.holdfast.mcp.Tool;
import dev.holdfast.server.typed.TypedTool;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** A tool of one's own: each caller has a cart. */
public final class CartTool {
    record Item(String name, BigDecimal price) {}

    record Cart(List<Item> items) {
        static final Cart EMPTY = new Cart(List.of());

        Cart plus(Item item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList());
        }
    }

    private CartTool() {}

    static Tool add(Holdfast holdfast) {
        return TypedTool.of(
                holdfast,
                "cart_add",
                "Adds an item to your cart.",
                Item.class,
                Cart.class,
                (item, caller) -> caller.state("cart", Cart.class)
                        .initially(Cart.EMPTY)
                        .update(cart -> cart.plus(item))
                        .value());
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open("sqlite:carts.db")) {
            McpServer server = McpServer.builder(Implementation.of("carts", "1.0"))
                    .tool(add(holdfast))
                    .build();
            StdioTransport.serve(server, System.in, System.out, Caller.anonymous("local/default"));
        }
    }

    static void play(PrintStream out) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            Host host = new Host(add(holdfast), out);
            host.call("cart_add", "{\"name\":\"tea\",\"price\":3.50}");
            host.call("cart_add", "{\"name\":\"bread\",\"price\":2}");
            host.call("cart_add", "{\"name\":\"salt\"}");
        }
    }
}
