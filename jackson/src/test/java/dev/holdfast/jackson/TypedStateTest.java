package dev.holdfast.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Subscription;
import dev.holdfast.engine.typed.TypedChange;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.engine.typed.Versioned;
import dev.holdfast.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TypedStateTest {
    record Item(String name, BigDecimal price) {}

    record Cart(List<Item> items, @Nullable String coupon) {
        static final Cart EMPTY = new Cart(List.of(), null);

        Cart plus(Item item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList(), coupon);
        }
    }

    private final Holdfast holdfast = Holdfast.open("memory:");
    private final State state = holdfast.open(StateSpec.named("cart"));
    private final TypedState<Cart> cart = state.as(Cart.class).initially(Cart.EMPTY);
    private final Item tea = new Item("tea", new BigDecimal("3.50"));

    @AfterEach
    void close() {
        holdfast.close();
    }

    @Test
    void update_storesTheValueWithItsDigits() {
        assertThat(cart.get()).isEqualTo(Cart.EMPTY);
        Versioned<Cart> updated = cart.update(now -> now.plus(tea));
        assertThat(cart.read()).isEqualTo(updated);
        assertThat(state.read().document()).hasToString("{\"items\":[{\"name\":\"tea\",\"price\":3.50}]}");
    }

    @Test
    void update_byManyThreadsLosesNothing() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 25; j++) {
                    cart.update(now -> now.plus(tea));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(cart.get().items()).hasSize(100);
    }

    @Test
    void update_writesOnlyWhatDiffersAndKeepsWhatTheTypeDoesNotKnow() {
        state.write(w -> w.set("items", List.of(Map.of("name", "tea", "price", 3, "origin", "Assam")))
                .set("coupon", "A")
                .set("other", 1));
        cart.update(now -> new Cart(now.items(), null));
        assertThat(state.read().document().keys()).containsExactlyInAnyOrder("items", "other");
        Event last = state.history(3, 1).getFirst();
        assertThat(last.keys()).containsExactly("coupon");
        assertThat(cart.update(now -> now).revision()).isEqualTo(last.revision());
    }

    @Test
    void set_replacesTheDocument() {
        state.write(w -> w.set("other", 1));
        Versioned<Cart> first = cart.set(Cart.EMPTY.plus(tea));
        assertThat(state.read().document().keys()).containsExactly("items");
        cart.set(new Cart(List.of(), "B"), first.revision());
        HoldfastException stale =
                catchThrowableOfType(HoldfastException.class, () -> cart.set(Cart.EMPTY, first.revision()));
        assertThat(stale.failure().code()).isEqualTo(Failure.Code.CONFLICT);
        assertThatThrownBy(() -> cart.set(new Cart(List.of(), "B"), first.revision()))
                .isInstanceOf(HoldfastException.class);
        assertThat(cart.at(first.revision()).value().items()).containsExactly(tea);
    }

    @Test
    void observer_seesBeforeAndAfter() throws InterruptedException {
        BlockingQueue<TypedChange<Cart>> seen = new LinkedBlockingQueue<>();
        try (Subscription watch = state.as(Cart.class).observe(seen::add)) {
            assertThat(watch).isNotNull();
            cart.update(now -> now.plus(tea));
            state.share("bob", Access.READ);
            state.undo();
            TypedChange<Cart> first = next(seen);
            assertThat(first.before()).isNull();
            assertThat(first.after().items()).containsExactly(tea);
            TypedChange<Cart> second = next(seen);
            assertThat(second.before()).isEqualTo(first.after());
            assertThatThrownBy(second::after).isInstanceOf(HoldfastException.class);
        }
    }

    private static TypedChange<Cart> next(BlockingQueue<TypedChange<Cart>> seen) throws InterruptedException {
        return Objects.requireNonNull(seen.poll(1, TimeUnit.MINUTES), "no change was told");
    }

    @Test
    void document_ofAnotherKindIsRefused() {
        state.write(w -> w.set("items", "none"));
        HoldfastException e = catchThrowableOfType(HoldfastException.class, cart::get);
        assertThat(e.failure().facts().get("path")).isEqualTo(Json.of("/items"));
        assertThatThrownBy(() -> holdfast.open(StateSpec.named("list").data(List.of(1))))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("object");
    }

    @Test
    void write_takesWhatAnAuthorHas() {
        state.write(w -> w.set("price", 3.5)
                .set("total", new BigDecimal("3.50"))
                .set("coin", Everything.Coin.EURO)
                .append("items", tea, Json.of(1), null)
                .addToSet("tags", "a", "b"));
        state.write(w -> w.increment("total", new BigDecimal("0.25")));
        assertThat(state.read().document()).isEqualTo(Json.parse("""
            {"price":3.5,"total":3.75,"coin":"EURO","items":[{"name":"tea","price":3.50},1,null],"tags":["a","b"]}
            """));
    }
}
