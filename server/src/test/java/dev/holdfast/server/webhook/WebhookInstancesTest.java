package dev.holdfast.server.webhook;

import static dev.holdfast.server.webhook.Hooked.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.json.JsonObject;
import dev.holdfast.store.file.FileStore;
import dev.holdfast.store.jdbc.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several instances on one store, closed and opened again: every event arrives, those of a state in their order. */
@Timeout(120)
final class WebhookInstancesTest {
    private static final int WRITES = Integer.getInteger("webhooks.writes", 90);
    private static final int STATES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private Supplier<CommitLog> opener(String store) {
        MemoryStorage memory = new MemoryStorage();
        return switch (store) {
            case "memory" -> () -> MemoryLog.open(memory);
            case "sqlite" -> () -> SqliteStore.open(folder.resolve("state.db"));
            default -> () -> FileStore.open(folder.resolve("files"));
        };
    }

    private static State state(Hooked instance, String handle) {
        return instance.holdfast.as(Principal.of("alice")).state(handle);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite", "file"})
    void restart_goesOnAtTheWatermark(String store) throws Exception {
        Supplier<CommitLog> log = opener(store);
        String handle;
        try (Hooked first = Hooked.open(log.get())) {
            handle = first.holdfast
                    .as(Principal.of("alice"))
                    .open(StateSpec.unnamed())
                    .state()
                    .handle()
                    .value();
            first.subscribe(ALICE, Hooked.of(handle), receiver.url());
            state(first, handle).write(w -> w.increment("n", 1));
            await().atMost(PATIENCE).until(() -> receiver.taken().size() == 1);
            receiver.answer(message -> 503);
            state(first, handle).write(w -> w.increment("n", 1));
            await().atMost(PATIENCE).until(() -> receiver.seen().size() > 1);
        }
        receiver.answer(message -> 200);
        try (Hooked second = Hooked.open(log.get())) {
            state(second, handle).write(w -> w.increment("n", 1));
            List<String> all =
                    LongStream.rangeClosed(2, 4).mapToObj(n -> handle + ":" + n).toList();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.taken()).isEqualTo(all));
            assertThat(receiver.challenges()).isEqualTo(1);
            assertThat(receiver.wrong()).isEmpty();
        }
    }

    @Test
    void instance_thatIsLostIsReplacedWhenItsLeaseIsOver() throws Exception {
        Supplier<CommitLog> log = opener("memory");
        try (Hooked lost = Hooked.open(log.get())) {
            String handle = lost.holdfast
                    .as(Principal.of("alice"))
                    .open(StateSpec.unnamed())
                    .state()
                    .handle()
                    .value();
            lost.subscribe(ALICE, Hooked.of(handle), receiver.url());
            state(lost, handle).write(w -> w.increment("n", 1));
            await().atMost(PATIENCE).until(() -> receiver.taken().size() == 1);
            try (Hooked other = Hooked.open(log.get())) {
                lost.holdfast.close(); // the lease is not given back
                state(other, handle).write(w -> w.increment("n", 1));
                await().atMost(PATIENCE).until(() -> receiver.taken().contains(handle + ":3"));
                assertThat(other.webhooks.figures().subscriptions()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "sqlite", "file"})
    void instances_thatComeAndGoDeliverEachEventInOrder(String store) throws Exception {
        Supplier<CommitLog> log = opener(store);
        long seed = Long.getLong("holdfast.seed", 7);
        Random random = new Random(seed);
        AtomicInteger calls = new AtomicInteger();
        receiver.answer(message -> calls.incrementAndGet() % 11 == 0 ? 500 : 200);
        List<Hooked> instances = new ArrayList<>(List.of(Hooked.open(log.get()), Hooked.open(log.get())));
        try {
            List<String> handles = new ArrayList<>();
            for (int i = 0; i < STATES; i++) {
                handles.add(instances
                        .getFirst()
                        .holdfast
                        .as(Principal.of("alice"))
                        .open(StateSpec.unnamed())
                        .state()
                        .handle()
                        .value());
            }
            instances.get(1).subscribe(ALICE, JsonObject.EMPTY, receiver.url());
            for (int i = 0; i < WRITES; i++) {
                int which = random.nextInt(2);
                String handle = handles.get(random.nextInt(STATES));
                state(instances.get(which), handle).write(w -> w.increment("n", 1));
                if (i % 30 == 29) {
                    instances.get(which).close();
                    instances.set(which, Hooked.open(log.get()));
                }
            }
            for (String handle : handles) {
                long last = state(instances.getFirst(), handle).read().revision();
                List<String> all = LongStream.rangeClosed(2, last)
                        .mapToObj(n -> handle + ":" + n)
                        .toList();
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(firsts(handle)).as("seed %d", seed).isEqualTo(all));
            }
            assertThat(receiver.wrong()).isEmpty();
            assertThat(instances.get(0).webhooks.figures().subscriptions()
                            + instances.get(1).webhooks.figures().subscriptions())
                    .as("one delivers")
                    .isLessThanOrEqualTo(1);
        } finally {
            instances.forEach(Hooked::close);
        }
    }

    /** The events of a state as they came, each at its first arrival. */
    private List<String> firsts(String handle) {
        return List.copyOf(new LinkedHashSet<>(
                receiver.taken().stream().filter(id -> id.startsWith(handle)).toList()));
    }
}
