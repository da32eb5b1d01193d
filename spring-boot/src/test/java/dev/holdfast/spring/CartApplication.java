package dev.holdfast.spring;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.sdk.SdkTools;
import dev.holdfast.server.typed.ToolMethod;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application that serves carts to MCP clients, by the official SDK. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CartApplication {
    record Item(String name, BigDecimal price) {}

    record Cart(List<Item> items) {
        static final Cart EMPTY = new Cart(List.of());

        Cart plus(Item item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList());
        }
    }

    static final class Carts {
        private final CallerState<Cart> cart;

        Carts(CallerState<Cart> cart) {
            this.cart = cart.initially(Cart.EMPTY);
        }

        @ToolMethod(value = "Adds an item to your cart.", name = "cart_add")
        Cart add(Item item) {
            return cart.update(now -> now.plus(item)).value();
        }

        @ToolMethod(value = "What is in your cart.", name = "cart_show", readOnly = true)
        Cart show() {
            return cart.get();
        }
    }

    @Bean
    Carts carts(CallerState<Cart> cart) {
        return new Carts(cart);
    }

    @Bean(destroyMethod = "close")
    McpSyncServer server(Holdfast holdfast, CallerPrincipal caller, Carts carts) {
        return McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                .serverInfo("carts", "1.0")
                .tools(SdkTools.of(holdfast, context -> caller.current())
                        .methods(carts)
                        .sessions())
                .build();
    }

    /** Serves over standard input and output until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        SpringApplication application = new SpringApplication(CartApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(arguments);
        Thread.currentThread().join();
    }
}
