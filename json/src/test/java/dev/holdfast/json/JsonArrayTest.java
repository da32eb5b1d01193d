package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class JsonArrayTest {
    private static final int MANY = 50_000;

    @Test
    void edits_leaveALargeArrayAsItWas() {
        JsonArray large = large(MANY);
        byte[] before = large.toCanonical();
        JsonArray edited = large.appended(Json.NULL)
                .with(3, Json.of("x"))
                .inserted(0, JsonArray.EMPTY)
                .without(9);
        assertThat(large.size()).isEqualTo(MANY);
        assertThat(large.toCanonical()).isEqualTo(before);
        assertThat(edited.size()).isEqualTo(MANY + 1);
        assertThat(edited.get(0)).isEqualTo(JsonArray.EMPTY);
        assertThat(edited.get(4)).isEqualTo(Json.of("x"));
        assertThat(edited.get(8)).isEqualTo(Json.of(7));
        assertThat(edited.get(9)).isEqualTo(Json.of(9));
        assertThat(edited.canonicalSize()).isEqualTo(edited.toCanonical().length);
    }

    @Test
    void appended_buildsTheSameAsCopyOf() {
        JsonArray grown = JsonArray.EMPTY;
        for (int i = 0; i < 5_000; i++) {
            grown = grown.appended(Json.of(i));
        }
        assertThat(grown).isEqualTo(large(5_000)).hasSameHashCodeAs(large(5_000));
        assertThat(JsonArray.EMPTY.appendedAll(large(5_000))).isEqualTo(grown);
        assertThat(IntStream.range(0, 5_000).mapToObj(grown::get)).containsExactlyElementsOf(grown);
        assertThat(grown.stream()).containsExactlyElementsOf(grown);
    }

    private static JsonArray large(int size) {
        return JsonArray.copyOf(IntStream.range(0, size).mapToObj(Json::of).toList());
    }

    @Test
    void sizes_aroundTheWidthsOfNodes() {
        for (int size : new int[] {0, 1, 31, 32, 33, 63, 64, 65, 1_023, 1_024, 1_025, 32_767, 32_768, 32_769}) {
            JsonArray array = large(size);
            assertThat(array.size()).isEqualTo(size);
            assertThat(array).hasSize(size);
            assertThat(array.appended(Json.NULL).get(size)).isEqualTo(Json.NULL);
            assertThat(array.inserted(size / 2, Json.NULL).without(size / 2)).isEqualTo(array);
            assertThat(array.appended(Json.NULL).without(size)).isEqualTo(array);
        }
    }

    @TestFactory
    Stream<DynamicTest> edits_agreeWithAList() {
        return RandomJson.forSeeds(30, random -> {
            int full = 1 + random.below(3_000);
            List<Json> list = new ArrayList<>();
            JsonArray array = JsonArray.EMPTY;
            for (int i = 0; i < 3 * full; i++) {
                boolean growing = i < full || random.oneIn(3);
                Json value = Json.of(i);
                if (growing || list.isEmpty()) {
                    int index = random.oneIn(2) ? list.size() : random.below(list.size() + 1);
                    list.add(index, value);
                    array = array.inserted(index, value);
                } else if (random.oneIn(4)) {
                    int index = random.below(list.size());
                    list.set(index, value);
                    array = array.with(index, value);
                } else {
                    int index = random.oneIn(3) ? 0 : random.below(list.size());
                    list.remove(index);
                    array = array.without(index);
                }
                assertThat(array.size()).isEqualTo(list.size());
            }
            assertThat(array).containsExactlyElementsOf(list);
            assertThat(IntStream.range(0, list.size()).mapToObj(array::get)).containsExactlyElementsOf(list);
        });
    }

    @Test
    void without_emptiesFromEitherEndAndTheMiddle() {
        List<IntUnaryOperator> orders =
                List.of(size -> 0, size -> size - 1, size -> size / 2, size -> size * 31 % 97 % size);
        for (IntUnaryOperator order : orders) {
            JsonArray array = large(3_000);
            List<Json> list = new ArrayList<>(array.stream().toList());
            while (!array.isEmpty()) {
                int index = order.applyAsInt(array.size());
                array = array.without(index);
                list.remove(index);
                if (list.size() % 97 == 0) {
                    assertThat(array).containsExactlyElementsOf(list);
                }
            }
            assertThat(array).isEqualTo(JsonArray.EMPTY);
        }
    }

    @Test
    void queue_keepsItsOrderForLong() {
        JsonArray queue = large(200);
        for (int i = 200; i < 20_000; i++) {
            queue = queue.appended(Json.of(i)).without(0);
        }
        assertThat(queue)
                .containsExactlyElementsOf(
                        IntStream.range(19_800, 20_000).mapToObj(Json::of).toList());
    }

    @Test
    void inserted_atTheFrontForLong() {
        JsonArray array = JsonArray.EMPTY;
        for (int i = 0; i < 10_000; i++) {
            array = array.inserted(0, Json.of(i));
        }
        assertThat(array.get(0)).isEqualTo(Json.of(9_999));
        assertThat(array.get(9_999)).isEqualTo(Json.of(0));
    }

    @Test
    void indices_areChecked() {
        for (JsonArray array : List.of(JsonArray.EMPTY, large(3), large(100))) {
            int size = array.size();
            for (int index : new int[] {-1, size, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> array.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> array.with(index, Json.NULL)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> array.without(index)).isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThatThrownBy(() -> array.inserted(size + 1, Json.NULL)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> array.inserted(-1, Json.NULL)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void iterator_endsAndCannotRemove() {
        Iterator<Json> elements = JsonArray.of(Json.NULL).iterator();
        assertThat(elements.next()).isEqualTo(Json.NULL);
        assertThatThrownBy(elements::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(elements::remove).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void of_copiesItsArgument() {
        Json[] elements = {Json.of(1), Json.of(2)};
        JsonArray array = JsonArray.of(elements);
        elements[0] = Json.NULL;
        assertThat(array).hasToString("[1,2]");
        assertThat(JsonArray.of()).isSameAs(JsonArray.EMPTY);
        assertThat(JsonArray.copyOf(List.of())).isSameAs(JsonArray.EMPTY);
    }

    @Test
    void depth_followsTheElements() {
        JsonArray array = JsonArray.of(Json.of(1), JsonArray.of(JsonArray.EMPTY));
        assertThat(JsonArray.EMPTY.depth()).isEqualTo(1);
        assertThat(array.depth()).isEqualTo(3);
        assertThat(array.with(1, Json.NULL).depth()).isEqualTo(1);
        assertThat(array.with(1, JsonArray.EMPTY).depth()).isEqualTo(2);
        assertThat(array.with(0, array).depth()).isEqualTo(4);
        assertThat(array.without(1).depth()).isEqualTo(1);
        assertThat(array.appended(array).without(2).depth()).isEqualTo(3);
        assertThat(large(100).inserted(50, array).without(50).depth()).isEqualTo(1);
    }
}
