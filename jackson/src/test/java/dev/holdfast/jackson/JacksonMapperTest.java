package dev.holdfast.jackson;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class JacksonMapperTest {
    private final ValueMapper mapper = new JacksonMapper();

    record Item(String name, BigDecimal price, @Nullable String note, Optional<LocalDate> until) {}

    record Cart(List<Item> items, int count) {}

    /** Written by hand, with a default and a setter. */
    static final class Bean {
        private List<String> tags = List.of("new");

        public List<String> getTags() {
            return tags;
        }

        public void setTags(List<String> value) {
            tags = value;
        }
    }

    @TestFactory
    Stream<DynamicTest> value_isReadAsItWasWritten() {
        long seeds = Long.getLong("holdfast.seeds", 40);
        Long one = Long.getLong("holdfast.seed");
        LongStream all = one == null ? LongStream.range(0, seeds) : LongStream.of(one);
        return all.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            Everything value = Everything.random(new Random(seed), 1);
            Json written = mapper.toJson(value);
            assertThat(mapper.fromJson(written, Everything.class)).isEqualTo(value);
            assertThat(mapper.fromJson(Json.parse(written.toString()), Everything.class))
                    .isEqualTo(value);
        }));
    }

    @Test
    void number_keepsItsDigits() {
        Json written = mapper.toJson(Map.of("price", new BigDecimal("3.50")));
        assertThat(written).isEqualTo(Json.parse("{\"price\":3.50}"));
        assertThat(mapper.toJson(BigInteger.ONE.shiftLeft(63))).hasToString("9223372036854775808");
        assertThat(mapper.fromJson(Json.parse("3.50"), Object.class)).isEqualTo(new BigDecimal("3.50"));
    }

    @Test
    void number_isNeverRounded() {
        assertThat(refused("{\"items\":[],\"count\":1.5}", Cart.class)).isEqualTo("/count");
        assertThat(refused("{\"items\":[],\"count\":2147483648}", Cart.class)).isEqualTo("/count");
        assertThat(refused("{\"items\":[],\"count\":\"1\"}", Cart.class)).isEqualTo("/count");
    }

    @Test
    void component_mustBeThereUnlessItMayBeNull() {
        assertThat(mapper.fromJson(Json.parse("{\"name\":\"a\",\"price\":1.0}"), Item.class))
                .isEqualTo(new Item("a", new BigDecimal("1.0"), null, Optional.empty()));
        assertThat(refused("{\"items\":[{\"name\":\"a\"}],\"count\":1}", Cart.class))
                .isEqualTo("/items/0/price");
        assertThat(refused("{}", Cart.class)).isEqualTo("/items");
        assertThat(requireNonNull((Bean) mapper.fromJson(JsonObject.EMPTY, Bean.class))
                        .getTags())
                .containsExactly("new");
    }

    @Test
    void failure_namesThePlaceAndNoValue() {
        HoldfastException e = catchThrowableOfType(
                HoldfastException.class,
                () -> mapper.fromJson(Json.parse("{\"items\":[{\"name\":\"a\",\"price\":\"secret\"}]}"), Cart.class));
        assertThat(e.failure().code()).isEqualTo(Failure.Code.INVALID);
        assertThat(e.failure().facts()).hasToString("{\"type\":\"Cart\",\"path\":\"/items/0/price\"}");
        assertThat(e).hasMessageContaining("BigDecimal").hasMessageNotContaining("secret");
    }

    @Test
    void sealedType_saysWhichItIs() {
        List<Shape> shapes = List.of(new Shape.Square(2), new Shape.Point());
        assertThat(mapper.toJson(shapes)).hasToString("[{\"type\":\"Square\",\"side\":2},{\"type\":\"Point\"}]");
        assertThat(refused("{\"type\":\"Triangle\"}", Shape.class)).isEmpty();
    }

    private String refused(String json, Class<?> type) {
        HoldfastException e =
                catchThrowableOfType(HoldfastException.class, () -> mapper.fromJson(Json.parse(json), type));
        return String.valueOf(e.failure().facts().string("path"));
    }
}
