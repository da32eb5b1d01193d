package dev.holdfast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.StateSpec;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

final class HoldfastAutoConfigurationTest {
    private static final AtomicReference<String> USER = new AtomicReference<>("alice");

    @TempDir
    private Path folder;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HoldfastAutoConfiguration.class,
                    HoldfastHealthConfiguration.class,
                    HoldfastMetricsConfiguration.class,
                    HoldfastChatMemoryConfiguration.class));

    record Cart(List<String> items) {
        Cart plus(String item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList());
        }
    }

    static final class CartService {
        private final CallerStates states;

        CartService(CallerStates states) {
            this.states = states;
        }

        Cart add(String item) {
            return states.state("cart", Cart.class)
                    .initially(new Cart(List.of()))
                    .update(cart -> cart.plus(item))
                    .value();
        }
    }

    static final class OrderService {
        private final CallerState<Cart> cart;
        private final CallerState<Cart> wishes;

        OrderService(CallerState<Cart> cart, @StateName("wish-list") CallerState<Cart> wishes) {
            this.cart = cart.initially(new Cart(List.of()));
            this.wishes = wishes.initially(new Cart(List.of()));
        }

        Cart order(String item) {
            wishes.update(now -> now.plus(item + "?"));
            return cart.update(now -> now.plus(item)).value();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Users {
        @Bean
        CallerPrincipal callerPrincipal() {
            return () -> Principal.of(Objects.requireNonNull(USER.get()));
        }

        @Bean
        OrderService orderService(CallerState<Cart> cart, @StateName("wish-list") CallerState<Cart> wishes) {
            return new OrderService(cart, wishes);
        }

        @Bean
        CartService cartService(CallerStates states) {
            return new CartService(states);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        Holdfast own() {
            return Holdfast.open("memory:");
        }

        @Bean
        ChatMemoryRepository ownRepository() {
            return new InMemoryChatMemoryRepository();
        }
    }

    @Test
    void service_hasStatesOfItsCallerOverRestarts() {
        ApplicationContextRunner runner = application
                .withUserConfiguration(Users.class)
                .withPropertyValues("holdfast.store=file:" + folder.resolve("store"));
        runner.run(context -> {
            CartService carts = context.getBean(CartService.class);
            assertThat(carts.add("tea").items()).containsExactly("tea");
            USER.set("bob");
            assertThat(carts.add("salt").items()).containsExactly("salt");
            USER.set("alice");
        });
        runner.run(context -> assertThat(
                        context.getBean(CartService.class).add("bread").items())
                .containsExactly("tea", "bread"));
    }

    @Test
    void injectedState_isThatOfEachCallerByItsName() {
        application.withUserConfiguration(Users.class).run(context -> {
            OrderService orders = context.getBean(OrderService.class);
            assertThat(orders.order("tea").items()).containsExactly("tea");
            USER.set("bob");
            assertThat(orders.order("salt").items()).containsExactly("salt");
            USER.set("alice");
            Holdfast holdfast = context.getBean(Holdfast.class);
            assertThat(holdfast.as(Principal.of("bob"))
                            .state("@wish-list")
                            .read()
                            .document())
                    .hasToString("{\"items\":[\"salt?\"]}");
            assertThat(holdfast.as(Principal.of("alice")).state("@cart").read().document())
                    .hasToString("{\"items\":[\"tea\"]}");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Raw {
        @Bean
        @SuppressWarnings("rawtypes")
        String raw(CallerState cart) {
            return cart.toString();
        }
    }

    @Test
    void injectedStateWithoutAType_endsTheStart() {
        application
                .withUserConfiguration(Raw.class)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("CallerState<Cart>"));
    }

    @Test
    void withoutProperties_statesAreInMemoryAndOfOneNamespace() {
        AtomicReference<Holdfast> opened = new AtomicReference<>();
        application.withPropertyValues("holdfast.namespace=shop").run(context -> {
            CallerStates states = context.getBean(CallerStates.class);
            states.state("cart").write(w -> w.set("items", 1));
            Holdfast holdfast = context.getBean(Holdfast.class);
            opened.set(holdfast);
            assertThat(holdfast.as(Principal.local("shop"))
                            .state("@cart")
                            .read()
                            .document())
                    .hasToString("{\"items\":1}");
        });
        assertThatThrownBy(() -> opened.get().open(StateSpec.named("cart"))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void metrics_areThoseOfTheEngine() {
        application.run(context -> {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            context.getBean(MeterBinder.class).bindTo(registry);
            context.getBean(CallerStates.class).state("cart").write(w -> w.set("items", 1));
            assertThat(registry.get("holdfast.commands").functionCounters()).isNotEmpty();
        });
        application
                .withClassLoader(new FilteredClassLoader("dev.holdfast.telemetry"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MeterBinder.class));
    }

    @Test
    void health_isUpAndDownWithTheStore() {
        application.run(context -> {
            HealthIndicator health = context.getBean(HealthIndicator.class);
            assertThat(Objects.requireNonNull(health.health()).getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails()).containsKeys("store", "durability");
            context.getBean(Holdfast.class).close();
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        });
        application
                .withPropertyValues("management.health.holdfast.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void withoutSpringAiAndHealth_theRestIsThere() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.ai", "org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(CallerStates.class)
                        .doesNotHaveBean("holdfastHealthIndicator")
                        .doesNotHaveBean("stateChatMemoryRepository"));
    }

    @Test
    void beansOfTheApplication_comeFirst() {
        application
                .withUserConfiguration(Own.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(Holdfast.class)
                        .hasSingleBean(ChatMemoryRepository.class)
                        .getBean(ChatMemoryRepository.class)
                        .isInstanceOf(InMemoryChatMemoryRepository.class));
    }

    @Test
    void storeThatCannotBeOpened_endsTheStart() {
        application
                .withPropertyValues("holdfast.store=nothing:at-all")
                .run(context -> assertThat(context).hasFailed());
    }
}
