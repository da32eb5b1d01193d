package dev.holdfast.engine.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** No mapper is on the class path here. */
final class PlainMapperTest {
    @Test
    void plainValues_needNoMapper() {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State state = holdfast.open(StateSpec.unnamed());
            state.write(write -> write.set("text", "tea")
                    .set("all", Arrays.asList(true, 1, 2L, 2.5, new BigDecimal("3.50"), BigInteger.TEN, null))
                    .set("map", Map.of("a", List.of((short) 1, (byte) 2)))
                    .append("items", "tea", "salt"));
            assertThat(state.read().document()).isEqualTo(Json.parse("""
                        {"text":"tea","all":[true,1,2,2.5,3.50,10,null],"map":{"a":[1,2]},\
                        "items":["tea","salt"]}"""));
        }
    }

    @Test
    void otherValues_areRefusedWithWhatToDo_andChangeNothing() {
        try (Holdfast holdfast = Holdfast.open("memory:")) {
            State state = holdfast.open(StateSpec.unnamed());
            List<Object> others =
                    List.of(new AtomicInteger(), Map.of(1, "a"), List.of(new Object()), Double.NaN, "\ud800");
            for (Object other : others) {
                assertThatThrownBy(() -> state.write(write -> write.set("a", 1).set("b", other)))
                        .isInstanceOf(HoldfastException.class);
            }
            assertThatThrownBy(() -> state.write(write -> write.set("b", new AtomicInteger())))
                    .hasMessageContaining("holdfast-jackson");
            assertThat(state.read().revision()).isEqualTo(1);
        }
    }
}
