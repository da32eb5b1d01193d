package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TaskStore} promises. A store passes by extending this. Tests use ids of their own, so they may run on a
 * store that is not empty.
 */
public abstract class TaskStoreContract {
    private static final Duration LONG = Duration.ofSeconds(20);

    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final String id = "tsk_" + UUID.randomUUID().toString().substring(0, 27);
    private TaskStore store;

    /** A store that judges expiry by this clock. */
    protected abstract TaskStore open(InstantSource clock);

    /** The store as another instance sees it; the same if it cannot be opened twice. */
    protected TaskStore another(TaskStore same) {
        return same;
    }

    @BeforeEach
    final void openStore() {
        store = open(() -> now);
    }

    @Test
    void create_keepsTheTaskAsItIs() {
        TaskRecord task = record(1, "{\"a\":[1,2.50,{\"b\":null}],\"ü\":\"\\u0000\"}");
        assertThat(store.create(task)).isTrue();
        assertThat(another(store).find(id)).contains(task);
    }

    @Test
    void find_ofAnUnknownTaskIsEmpty() {
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    void replace_needsTheRevisionBefore() {
        store.create(record(1, "{}"));
        assertThat(store.replace(record(3, "{\"n\":3}"))).isFalse();
        assertThat(store.replace(record(1, "{\"n\":1}"))).isFalse();
        assertThat(store.find(id)).contains(record(1, "{}"));
        assertThat(store.replace(record(2, "{\"n\":2}"))).isTrue();
        assertThat(store.replace(record(2, "{\"n\":22}"))).isFalse();
        assertThat(another(store).find(id)).contains(record(2, "{\"n\":2}"));
    }

    @Test
    void replace_ofAnUnknownTaskChangesNothing() {
        assertThat(store.replace(record(2, "{}"))).isFalse();
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    void replace_bySeveralAtOnceSucceedsForOne() throws Exception {
        store.create(record(1, "{}"));
        List<Future<Boolean>> attempts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch start = new CountDownLatch(1);
            for (int i = 0; i < 8; i++) {
                TaskRecord next = record(2, "{\"by\":" + i + "}");
                attempts.add(threads.submit(() -> {
                    start.await();
                    return store.replace(next);
                }));
            }
            start.countDown();
        }
        int won = -1;
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).get()) {
                assertThat(won).isEqualTo(-1);
                won = i;
            }
        }
        assertThat(store.find(id)).contains(record(2, "{\"by\":" + won + "}"));
    }

    @Test
    void task_isThereUntilItsExpiryAndNoLonger() throws Exception {
        TaskRecord task = record(1, "{}");
        store.create(task);
        now = task.expiry().minusMillis(1);
        assertThat(store.find(id)).contains(task);
        now = task.expiry();
        assertThat(store.find(id)).isEmpty();
        assertThat(store.replace(record(2, "{}"))).isFalse();
        assertThat(store.awaitChange(id, 0, LONG)).isEmpty();
    }

    @Test
    void awaitChange_returnsAtOnceWhatIsNewerAlready() throws Exception {
        store.create(record(1, "{}"));
        store.replace(record(2, "{}"));
        assertThat(store.awaitChange(id, 1, LONG)).contains(record(2, "{}"));
        assertThat(store.awaitChange(id, 0, LONG)).contains(record(2, "{}"));
    }

    @Test
    void awaitChange_ofAnUnknownTaskReturnsAtOnce() throws Exception {
        assertThat(store.awaitChange(id, 0, LONG)).isEmpty();
    }

    @Test
    void awaitChange_tellsWhatIsThereWhenItsPatienceIsOver() throws Exception {
        store.create(record(1, "{}"));
        assertThat(store.awaitChange(id, 1, Duration.ofMillis(1))).contains(record(1, "{}"));
    }

    @Test
    void awaitChange_noticesAChangeMadeElsewhere() throws Exception {
        store.create(record(1, "{}"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<TaskRecord>> change = threads.submit(() -> {
                Optional<TaskRecord> seen = store.find(id);
                while (seen.isPresent() && seen.get().revision() == 1) {
                    seen = store.awaitChange(id, 1, LONG);
                }
                return seen;
            });
            another(store).replace(record(2, "{\"by\":\"another\"}"));
            assertThat(change.get(20, TimeUnit.SECONDS)).contains(record(2, "{\"by\":\"another\"}"));
        }
    }

    private TaskRecord record(long revision, String document) {
        Instant expiry = Instant.parse("2100-01-01T00:00:00.123Z");
        return new TaskRecord(id, revision, expiry, (JsonObject) Json.parse(document));
    }
}
