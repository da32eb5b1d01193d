package dev.holdfast.examples;

import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import java.util.stream.Collectors;

/** What the README shows. */
public final class FirstLook {
    private FirstLook() {}

    public static void main(String[] arguments) {
        try (Holdfast holdfast = Holdfast.open("memory:")) { // or "sqlite:state.db"
            State cart = holdfast.open(StateSpec.named("cart"));
            cart.write(w -> w.set("currency", "EUR").increment("items", 1));
            cart.update("total", total -> Json.of(5)); // atomic read-modify-write, retried
            cart.undo();
            State draft = holdfast.open(StateSpec.unnamed().fork(Fork.of(cart.handle())));
            cart.merge(Merge.from(draft.handle())); // what the fork changed, or a conflict
            System.out.println(cart.at(2).document());
            System.out.println(cart.history(1, 10).stream()
                    .map(event -> event.type().name())
                    .collect(Collectors.joining(", ")));
        }
    }
}
