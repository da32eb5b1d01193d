package dev.holdfast.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.UsedStates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The promises of every memory of used request states to the protocol layer. It may be shared with other tests. */
public interface UsedStatesContract {
    /** Opens another client of the memory, as another instance would. It holds at least 100 states. */
    UsedStates open();

    /** The current time of the memory. */
    Instant now();

    /** Lets time pass for the memory. */
    void pass(Duration time);

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 22);
    }

    @Test
    default void state_isUsedOnceThroughWhicheverClient() {
        String id = newId();
        Instant expiry = now().plusSeconds(60);
        assertThat(open().use(id, expiry)).isTrue();
        assertThat(open().use(id, expiry)).isFalse();
        assertThat(open().use(newId(), expiry)).isTrue();
    }

    @Test
    default void ids_thatDifferInCaseAloneAreTwo() {
        String id = newId().substring(2);
        Instant expiry = now().plusSeconds(60);
        assertThat(open().use("aa" + id, expiry)).isTrue();
        assertThat(open().use("aA" + id, expiry)).isTrue();
        assertThat(open().use("a-" + id, expiry)).isTrue();
        assertThat(open().use("a_" + id, expiry)).isTrue();
    }

    @Test
    default void state_isRememberedUntilItExpires() {
        String id = newId();
        Instant expiry = now().plusSeconds(60);
        open().use(id, expiry);
        pass(Duration.ofSeconds(59));
        assertThat(open().use(newId(), now().plusSeconds(60))).isTrue();
        assertThat(open().use(id, expiry)).isFalse();
    }

    @Test
    default void state_usedAtTheSameTimeIsUsedByOne() throws Exception {
        for (int round = 0; round < 10; round++) {
            String id = newId();
            Instant expiry = now().plusSeconds(60);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> uses = new ArrayList<>();
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 8; i++) {
                    UsedStates client = open();
                    uses.add(threads.submit(() -> {
                        start.await();
                        return client.use(id, expiry);
                    }));
                }
                start.countDown();
            }
            int won = 0;
            for (Future<Boolean> use : uses) {
                won += use.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }
}
