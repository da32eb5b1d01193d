package dev.holdfast.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.checks.Carriers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongTextTest {
    /** Without a pause the threads that parse would occupy all carriers, and the other one would never run. */
    @ParameterizedTest
    @ValueSource(strings = {"12345", "\"a text of some length\"", "{\"a\":[{}]}"})
    void texts_thatAreLongLetOthersRun(String element) throws InterruptedException {
        byte[] text = ("[" + (element + ",").repeat(20_000) + element + "]").getBytes(UTF_8);

        assertThat(Carriers.areSharedBy(
                        () -> assertThat(((JsonArray) Json.parse(text)).size()).isEqualTo(20_001)))
                .isTrue();
    }
}
