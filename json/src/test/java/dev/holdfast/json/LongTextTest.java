package dev.holdfast.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongTextTest {
    /** Without a pause the threads that parse would occupy all carriers, and the other one would never run. */
    @ParameterizedTest
    @ValueSource(strings = {"12345", "\"a text of some length\"", "{\"a\":[{}]}"})
    void texts_thatAreLongLetOthersRun(String element) throws InterruptedException {
        byte[] text = ("[" + (element + ",").repeat(20_000) + element + "]").getBytes(UTF_8);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(Runtime.getRuntime().availableProcessors());
        List<Thread> parsing = new ArrayList<>();
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
            parsing.add(Thread.ofVirtual().start(() -> {
                begun.countDown();
                while (!over.get()) {
                    assertThat(((JsonArray) Json.parse(text)).size()).isEqualTo(20_001);
                }
            }));
        }
        begun.await();

        boolean otherRan = Thread.ofVirtual().start(() -> {}).join(Duration.ofMinutes(1));

        over.set(true);
        for (Thread each : parsing) {
            each.join();
        }
        assertThat(otherRan).isTrue();
    }
}
