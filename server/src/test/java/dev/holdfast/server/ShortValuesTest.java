package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What answers carry unasked is right, and bounded whatever a state holds. */
final class ShortValuesTest {
    private final Harness tools = Harness.inMemory();

    @AfterEach
    void close() {
        tools.close();
    }

    @TestFactory
    Stream<DynamicTest> answers_areRightAndBounded() {
        return LongStream.range(0, 12)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    Random random = new Random(seed);
                    JsonObject before = document(random);
                    String source = tools.open(before.toString().replace('"', '\''));
                    String fork = Objects.requireNonNull(tools.call("state_open", "{'fork_of':'" + source + "'}")
                            .string("handle"));
                    JsonObject after = document(random);
                    tools.call(
                            "state_write",
                            "{'handle':'" + fork + "','patch':[{'op':'replace','path':'','value':" + after + "}]}");

                    for (JsonObject answer : List.of(
                            tools.call(
                                    "state_wait", "{'handle':'" + fork + "','since_revision':1,'timeout_seconds':0}"),
                            tools.call("state_merge", "{'handle':'" + source + "','from':'" + fork + "'}"))) {
                        check(answer, after);
                    }
                    check(tools.call("state_undo", "{'handle':'" + fork + "'}"), before);
                    check(tools.call("state_undo", "{'handle':'" + source + "'}"), before);
                }));
    }

    /** Every key that changed is shown, named with its size, or gone; the lists are cut, and never wrong. */
    private static void check(JsonObject answer, JsonObject document) {
        JsonObject values = part(answer, "values");
        JsonObject omitted = part(answer, "omitted");
        values.forEach((key, value) -> assertThat(value).isEqualTo(document.get(key)));
        omitted.forEach((key, bytes) -> assertThat(bytes)
                .isEqualTo(Json.of(Objects.requireNonNull(document.get(key)).canonicalSize())));
        assertThat(values.size()).isLessThanOrEqualTo(32);
        assertThat(omitted.size()).isLessThanOrEqualTo(32);
        assertThat(values.canonicalSize()).isLessThan(5_000);
        int changed = Objects.requireNonNull(answer.array("changed")).size();
        int gone = answer.array("deleted") == null
                ? 0
                : Objects.requireNonNull(answer.array("deleted")).size();
        if (changed <= 32) {
            assertThat(values.size() + omitted.size() + gone).isEqualTo(changed);
        }
    }

    private static JsonObject part(JsonObject answer, String name) {
        return Objects.requireNonNullElse(answer.object(name), JsonObject.EMPTY);
    }

    private static JsonObject document(Random random) {
        JsonObject.Builder document = JsonObject.builder();
        int keys = random.nextInt(3) == 0 ? 100 : random.nextInt(20);
        int stride = 1 + random.nextInt(3);
        for (int i = 0; i < keys; i++) {
            document.put("k" + i * stride, "v".repeat(random.nextInt(1 + random.nextInt(900))));
        }
        return document.build();
    }
}
