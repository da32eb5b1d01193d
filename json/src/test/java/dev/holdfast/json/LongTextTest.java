package dev.holdfast.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongTextTest {
    /** Without a pause the threads that parse would occupy all carriers, and the other one would run after them. */
    @ParameterizedTest
    @ValueSource(strings = {"12345", "\"a text of some length\"", "{\"a\":[{}]}"})
    void texts_thatAreLongLetOthersRun(String element) throws InterruptedException {
        byte[] text = ("[" + (element + ",").repeat(20_000) + element + "]").getBytes(UTF_8);
        AtomicBoolean otherRan = new AtomicBoolean();
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger endedBefore = new AtomicInteger();
        List<Thread> parsing = new ArrayList<>();
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
            parsing.add(Thread.ofVirtual().start(() -> {
                begun.incrementAndGet();
                for (int round = 0; round < 20 && !otherRan.get(); round++) {
                    assertThat(((JsonArray) Json.parse(text)).size()).isEqualTo(20_001);
                }
                endedBefore.addAndGet(otherRan.get() ? 0 : 1);
            }));
        }
        while (begun.get() == 0) {
            Thread.onSpinWait();
        }
        Thread other = Thread.ofVirtual().start(() -> otherRan.set(true));
        other.join();
        for (Thread each : parsing) {
            each.join();
        }
        assertThat(endedBefore).hasValue(0);
    }
}
