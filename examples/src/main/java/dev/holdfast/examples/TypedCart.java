package dev.holdfast.examples;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.typed.TypedState;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** A cart that outlives its program: run it twice. */
public final class TypedCart {
    record Item(String name, BigDecimal price) {}

    record Cart(List<Item> items) {
        Cart plus(Item item) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList());
        }

        BigDecimal total() {
            return items.stream().map(Item::price).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    private TypedCart() {}

    public static void main(String[] arguments) {
        play("sqlite:cart.db", System.out);
    }

    static void play(String address, PrintStream out) {
        try (Holdfast holdfast = Holdfast.open(address)) {
            TypedState<Cart> cart =
                    holdfast.open(StateSpec.named("cart")).as(Cart.class).initially(new Cart(List.of()));
            cart.update(now -> now.plus(new Item("tea", new BigDecimal("3.50"))));
            out.println(
                    cart.get().items().size() + " in the cart: " + cart.get().total());
            out.println(cart.state().read().document());
        }
    }
}
