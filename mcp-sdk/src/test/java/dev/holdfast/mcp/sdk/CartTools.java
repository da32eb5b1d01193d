package dev.holdfast.mcp.sdk;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ToolAnnotations;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.server.Profile;
import dev.holdfast.server.typed.OfCaller;
import dev.holdfast.server.typed.ToolMethod;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.modern.McpSchema;
import io.modelcontextprotocol.modern.server.McpServer;
import io.modelcontextprotocol.modern.server.feature.ToolsFeature;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** A tool that keeps a cart, on servers of both generations. */
final class CartTools {
    private CartTools() {}

    record Item(String name, BigDecimal price) {}

    record Cart(List<Item> items) {
        Cart plus(Item item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList());
        }
    }

    /** Tools as methods, with a cart for each caller. */
    static final class Methods {
        @ToolMethod(value = "Adds an item to your cart.", name = "mine_add")
        Cart add(Item item, @OfCaller("cart") TypedState<Cart> cart) {
            return cart.initially(new Cart(List.of()))
                    .update(now -> now.plus(item))
                    .value();
        }
    }

    static SdkTools tools(Holdfast holdfast) {
        ToolDefinition add = ToolDefinition.of(
                "cart_add",
                "Adds an item to a cart.",
                JsonObject.of(
                        "type", Json.of("object"),
                        "properties", JsonObject.of("item", JsonObject.of("type", Json.of("string"))),
                        "required", JsonArray.of(Json.of("item"))),
                new ToolAnnotations(false, false, false, false));
        return SdkTools.of(holdfast, context -> Principal.local("default"))
                .tool(add, call -> {
                    String item = call.arguments().string("item");
                    call.state().write(w -> w.append("items", item));
                    return call.state().read().document();
                })
                .methods(new Methods())
                .states(Profile.CORE);
    }

    static McpServer modern(SdkTools tools) {
        return McpServer.builder()
                .serverInfo(McpSchema.Implementation.builder("carts", "1.0").build())
                .feature(ToolsFeature.ofSync(tools.repository()))
                .build();
    }

    static McpSyncServer sessions(SdkTools tools) {
        return io.modelcontextprotocol.server.McpServer.sync(
                        new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                .serverInfo("carts", "1.0")
                .tools(tools.sessions())
                .build();
    }

    /** Serves over standard input and output until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Holdfast holdfast = Holdfast.open(arguments[0])) {
            McpSyncServer server = sessions(tools(holdfast));
            Thread.currentThread().join();
            server.close();
        }
    }
}
