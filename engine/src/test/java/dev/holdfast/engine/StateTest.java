package dev.holdfast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StateTest {
    private final Holdfast holdfast = Holdfast.open("memory:");

    @Test
    void write_isReadBack() {
        State state = holdfast.open(StateSpec.named("prefs"));

        Written written = state.write(w -> w.set("theme", "dark").set("n", 1));

        assertThat(written.revision()).isEqualTo(2);
        assertThat(written.changed()).containsExactly("n", "theme");
        assertThat(state.read().document()).isEqualTo(Json.parse("{\"theme\":\"dark\",\"n\":1}"));
    }

    @Test
    void undo_takesBackAndRedoBringsBack() {
        State state = holdfast.open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(0))));
        state.write(w -> w.set("a", 1));
        state.write(w -> w.set("a", 2).set("b", 1));
        state.write(w -> w.append("list", Json.of(1)));
        state.write(w -> w.append("list", Json.of(2)));

        Undone undone = state.undo(Undo.last(3));
        assertThat(undone.reverted()).extracting(Undone.Reverted::revision).containsExactly(5L, 4L, 3L);
        assertThat(state.read().document()).isEqualTo(Json.parse("{\"a\":1}"));

        state.undo(Undo.redo(1));
        assertThat(state.read().document()).isEqualTo(Json.parse("{\"a\":2,\"b\":1}"));
        state.undo(Undo.redo(5));
        assertThat(state.read().document()).isEqualTo(Json.parse("{\"a\":2,\"b\":1,\"list\":[1,2]}"));
        state.undo(Undo.restore(2));
        assertThat(state.read().document()).isEqualTo(Json.parse("{\"a\":1}"));
        state.undo();
        assertThat(state.read().document()).isEqualTo(Json.parse("{\"a\":2,\"b\":1,\"list\":[1,2]}"));
    }

    @Test
    void retry_isReplayed() {
        State state = holdfast.open(StateSpec.unnamed());
        Write write = Write.builder().increment("n", 1).commandId("a").build();
        Written first = state.write(write);
        Written again = state.write(write);
        assertThat(again.replayed()).isTrue();
        assertThat(again.revision()).isEqualTo(first.revision());
        assertThat(again.values()).isEqualTo(first.values());
        assertThatThrownBy(() -> state.write(w -> w.increment("n", 2).commandId("a")))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("op_reused");
        assertThat(state.history(1, 10))
                .extracting(Event::type)
                .isEqualTo(List.of(EventType.CREATED, EventType.WRITTEN));
    }
}
