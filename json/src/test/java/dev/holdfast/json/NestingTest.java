package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class NestingTest {
    private static final int MANY = 200_000;
    private static final Json DEEP = Json.parse("[[[]]]");

    @TestFactory
    Stream<DynamicTest> depth_ofEditedValuesIsThatOfTheSameValuesRead() {
        return RandomJson.forSeeds(300, random -> {
            Json edited = random.value();
            for (int i = 0; i < 5; i++) {
                edited = random.edited(edited);
                assertThat(edited.depth())
                        .isEqualTo(Json.parse(edited.toBytes()).depth());
            }
        });
    }

    /** If an edit looked at every part, this would look at 80 thousand million. */
    @Test
    void depth_ofALargeArrayIsKnownAfterEveryEditOfItsDeepestElement() {
        JsonArray array =
                JsonArray.copyOf(Collections.nCopies(MANY, Json.of(1))).appended(DEEP);
        for (int i = 0; i < MANY; i++) {
            array = array.with(MANY, Json.of(i)).without(MANY);
            assertThat(array.depth()).isEqualTo(1);
            array = array.appended(DEEP);
            assertThat(array.depth()).isEqualTo(4);
        }
    }

    @Test
    void depth_ofALargeObjectIsKnownAfterEveryEditOfItsDeepestMember() {
        JsonObject.Builder builder = JsonObject.builder().put("deep", DEEP);
        for (int i = 0; i < MANY; i++) {
            builder.put("k" + i, i);
        }
        JsonObject object = builder.build();
        for (int i = 0; i < MANY; i++) {
            object = object.with("deep", Json.of(i));
            assertThat(object.depth()).isEqualTo(1);
            object = object.without("deep").with("deep", DEEP);
            assertThat(object.depth()).isEqualTo(4);
        }
    }
}
