package dev.holdfast.json;

import static dev.holdfast.checks.JsonText.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class JsonObjectTest {
    private static final int MANY = 50_000;

    @Test
    void with_leavesALargeObjectAsItWas() {
        JsonObject large = large(MANY);
        byte[] before = large.toCanonical();
        JsonObject edited =
                large.with("k7", Json.of("x")).with("new", JsonArray.EMPTY).without("k8");
        assertThat(large.size()).isEqualTo(MANY);
        assertThat(large.toCanonical()).isEqualTo(before);
        assertThat(large.get("k7")).isEqualTo(Json.of(7));
        assertThat(large.has("new")).isFalse();
        assertThat(edited.size()).isEqualTo(MANY);
        assertThat(edited.string("k7")).isEqualTo("x");
        assertThat(edited.has("k8")).isFalse();
        assertThat(edited.canonicalSize()).isEqualTo(edited.toCanonical().length);
    }

    @Test
    void with_ofWhatIsThereAnswersTheSame() {
        Json value = Json.of("x");
        JsonObject object = JsonObject.of("a", value);
        assertThat(object.with("a", value)).isSameAs(object);
        assertThat(object.without("b")).isSameAs(object);
    }

    private static JsonObject large(int size) {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 0; i < size; i++) {
            builder.put("k" + i, i);
        }
        return builder.build();
    }

    @TestFactory
    Stream<DynamicTest> edits_agreeWithAMap() {
        return RandomJson.forSeeds(60, random -> {
            Map<String, Json> map = new TreeMap<>();
            JsonObject object = JsonObject.EMPTY;
            for (int i = 0; i < 400; i++) {
                String name = random.name();
                if (random.oneIn(3)) {
                    map.remove(name);
                    object = object.without(name);
                } else {
                    Json value = random.value(1);
                    map.put(name, value);
                    object = object.with(name, value);
                }
                assertThat(object.size()).isEqualTo(map.size());
                assertThat(object.get(name)).isEqualTo(map.get(name));
            }
            assertHolds(object, map);
        });
    }

    @TestFactory
    Stream<DynamicTest> builder_agreesWithAMap() {
        return RandomJson.forSeeds(60, random -> {
            Map<String, Json> map = new TreeMap<>();
            JsonObject.Builder builder = JsonObject.builder();
            for (int i = random.below(90); i > 0; i--) {
                String name = random.name();
                Json value = random.value(1);
                map.put(name, value);
                builder.put(name, value);
            }
            assertHolds(builder.build(), map);
        });
    }

    private static void assertHolds(JsonObject object, Map<String, Json> map) {
        assertThat(object.keys()).containsExactlyInAnyOrderElementsOf(map.keySet());
        assertThat(object.entries()).containsExactlyInAnyOrderElementsOf(map.entrySet());
        Map<String, Json> seen = new TreeMap<>();
        object.forEach(seen::put);
        assertThat(seen).isEqualTo(map);
        List<String> canonical = new ArrayList<>();
        object.forEachCanonically((name, value) -> canonical.add(name));
        assertThat(canonical).containsExactlyElementsOf(map.keySet());
    }

    /**
     * An object of 40 members has another representation than one of 20, even after removing 20; this must not be
     * visible.
     */
    @Test
    void equality_doesNotDependOnTheRepresentation() {
        JsonObject shrunk = large(40);
        JsonObject grown = JsonObject.EMPTY;
        for (int i = 0; i < 40; i++) {
            shrunk = i < 20 ? shrunk.without("k" + (39 - i)) : shrunk;
            grown = grown.with("k" + (39 - i), Json.of(39 - i));
        }
        assertThat(shrunk).isEqualTo(large(20)).hasSameHashCodeAs(large(20));
        assertThat(grown).isEqualTo(large(40)).hasSameHashCodeAs(large(40));
        assertThat(grown).isNotEqualTo(shrunk).isNotEqualTo(grown.with("k0", Json.of(1)));
    }

    @Test
    void names_ofOneHashCodeDoNoHarm() {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 0; i < 1 << 14; i++) {
            builder.put(colliding(i), i);
        }
        JsonObject object = builder.build();
        assertThat(object.size()).isEqualTo(1 << 14);
        assertThat(colliding(5)).hasSameHashCodeAs(colliding(9_999));
        assertThat(object.get(colliding(9_999))).isEqualTo(Json.of(9_999));
        assertThat(Json.parse(object.toBytes())).isEqualTo(object);
    }

    private static String colliding(int number) {
        var name = new StringBuilder();
        for (int bit = 0; bit < 14; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @Test
    void depth_followsTheMembers() {
        JsonObject object = JsonObject.of("a", Json.of(1), "b", JsonArray.of(JsonArray.EMPTY));
        assertThat(JsonObject.EMPTY.depth()).isEqualTo(1);
        assertThat(object.depth()).isEqualTo(3);
        assertThat(object.with("b", Json.of(1)).depth()).isEqualTo(1);
        assertThat(object.with("a", object).depth()).isEqualTo(4);
        assertThat(object.without("b").depth()).isEqualTo(1);
        assertThat(object.without("a").depth()).isEqualTo(3);
        assertThat(large(100).with("x", object).without("x").depth()).isEqualTo(1);
    }

    @Test
    void typedAccessors_answerNullForAnythingElse() {
        JsonObject object = JsonObject.builder()
                .put("s", "text")
                .put("n", 5)
                .put("b", true)
                .put("o", JsonObject.EMPTY)
                .put("a", JsonArray.EMPTY)
                .put("z", Json.NULL)
                .build();
        assertThat(object.string("s")).isEqualTo("text");
        assertThat(object.number("n")).isEqualTo(Json.of(5));
        assertThat(object.bool("b")).isTrue();
        assertThat(object.object("o")).isSameAs(JsonObject.EMPTY);
        assertThat(object.array("a")).isSameAs(JsonArray.EMPTY);
        for (String other : List.of("z", "absent")) {
            assertThat(object.string(other)).isNull();
            assertThat(object.number(other)).isNull();
            assertThat(object.bool(other)).isNull();
            assertThat(object.object(other)).isNull();
            assertThat(object.array(other)).isNull();
        }
        assertThat(object.has("z")).isTrue();
        assertThat(object.has("absent")).isFalse();
    }

    @Test
    void builder_replacesAndLeavesOut() {
        JsonObject.Builder builder = JsonObject.builder()
                .put("a", 1)
                .put("b", 2)
                .put("a", "again")
                .putIfPresent("c", (Json) null)
                .putIfPresent("d", (String) null)
                .putIfPresent("e", "e")
                .putIfPresent("f", Json.NULL);
        JsonObject first = builder.build();
        assertThat(first).hasToString(json("{'a':'again','b':2,'e':'e','f':null}"));
        assertThat(builder.put("b", 3).build().number("b")).isEqualTo(Json.of(3));
        assertThat(first.number("b")).isEqualTo(Json.of(2));
        assertThat(JsonObject.builder().build()).isSameAs(JsonObject.EMPTY);
    }

    @Test
    void of_pairs() {
        assertThat(JsonObject.of("a", Json.of(1))).hasToString(json("{'a':1}"));
        assertThat(JsonObject.of("a", Json.of(1), "b", Json.of(2), "c", Json.of(3)))
                .hasToString(json("{'a':1,'b':2,'c':3}"));
        assertThat(JsonObject.of("a", Json.of(1), "b", Json.of(2), "c", Json.of(3), "a", Json.of(4)))
                .hasToString(json("{'a':4,'b':2,'c':3}"));
    }

    @Test
    void names_holdNoUnpairedSurrogates() {
        assertThatThrownBy(() -> JsonObject.EMPTY.with("\ud800", Json.NULL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonObject.builder().put("\udc00", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.of("a\ud800b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonString("\ude00\ud83d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void views_areUnmodifiable() {
        for (JsonObject object : List.of(large(3), large(40))) {
            assertThatThrownBy(() -> object.keys().remove("k0")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> object.keys().add("x")).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> object.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
            Map.Entry<String, Json> member = object.entries().iterator().next();
            assertThatThrownBy(() -> member.setValue(Json.NULL)).isInstanceOf(UnsupportedOperationException.class);
            Iterator<String> names = object.keys().iterator();
            for (int i = object.size(); i > 0; i--) {
                assertThat(object.has(requireNonNull(names.next()))).isTrue();
            }
            assertThatThrownBy(names::next).isInstanceOf(NoSuchElementException.class);
        }
    }
}
