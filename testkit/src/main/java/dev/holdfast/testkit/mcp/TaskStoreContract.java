package dev.holdfast.testkit.mcp;

import static dev.holdfast.testkit.SingleQuoted.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.TaskStore;
import dev.holdfast.testkit.Crowd;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The promises of every store of tasks to the protocol layer. The store may be shared with other tests. */
public interface TaskStoreContract {
    Duration LONG = Duration.ofSeconds(20);

    /** Opens another client of the store, as another instance would. */
    TaskStore open();

    /** The current time of the store. */
    Instant now();

    /** Lets time pass for the store. */
    void pass(Duration time);

    /** A task of one test. */
    record Sample(String id, Instant expiry) {
        TaskRecord at(long revision, String document) {
            return new TaskRecord(id, revision, expiry, (JsonObject) Json.parse(document));
        }
    }

    private Sample sample() {
        String id = "tsk_" + UUID.randomUUID().toString().substring(0, 27);
        return new Sample(id, now().truncatedTo(ChronoUnit.MILLIS).plusMillis(3_600_123));
    }

    @Test
    default void create_keepsTheTaskAsItIs() {
        TaskRecord task = sample().at(1, text("{'a':[1,2.50,{'b':null}],'ü':'\\u0000'}"));
        assertThat(open().create(task)).isTrue();
        assertThat(open().find(task.id())).contains(task);
        assertThat(open().create(task)).as("an id that was used").isFalse();
    }

    @Test
    default void find_ofAnUnknownTaskIsEmpty() {
        assertThat(open().find(sample().id())).isEmpty();
    }

    @Test
    default void replace_needsTheRevisionBefore() {
        Sample task = sample();
        TaskStore store = open();
        store.create(task.at(1, "{}"));
        assertThat(store.replace(task.at(3, text("{'n':3}")))).isFalse();
        assertThat(store.replace(task.at(1, text("{'n':1}")))).isFalse();
        assertThat(store.find(task.id())).contains(task.at(1, "{}"));
        assertThat(store.replace(task.at(2, text("{'n':2}")))).isTrue();
        assertThat(store.replace(task.at(2, text("{'n':22}")))).isFalse();
        assertThat(open().find(task.id())).contains(task.at(2, text("{'n':2}")));
    }

    @Test
    default void replace_ofAnUnknownTaskChangesNothing() {
        Sample task = sample();
        assertThat(open().replace(task.at(2, "{}"))).isFalse();
        assertThat(open().find(task.id())).isEmpty();
    }

    @Test
    default void replace_bySeveralAtOnceSucceedsForOne() {
        Sample task = sample();
        open().create(task.at(1, "{}"));
        List<Boolean> replaced = Crowd.run(8, i -> open().replace(task.at(2, text("{'by':" + i + "}"))));
        assertThat(replaced).containsOnlyOnce(true);
        assertThat(open().find(task.id())).contains(task.at(2, text("{'by':" + replaced.indexOf(true) + "}")));
    }

    @Test
    default void task_isThereUntilItsExpiryAndNoLonger() throws Exception {
        Sample task = sample();
        TaskStore store = open();
        store.create(task.at(1, "{}"));
        pass(Duration.between(now(), task.expiry()).minusMillis(1));
        assertThat(store.find(task.id())).contains(task.at(1, "{}"));
        assertThat(store.replace(task.at(2, "{}"))).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(store.find(task.id())).isEmpty();
        assertThat(store.replace(task.at(3, "{}"))).isFalse();
        assertThat(store.awaitChange(task.id(), 0, LONG)).isEmpty();
    }

    @Test
    default void awaitChange_returnsAtOnceWhatIsNewerAlready() throws Exception {
        Sample task = sample();
        TaskStore store = open();
        store.create(task.at(1, "{}"));
        store.replace(task.at(2, "{}"));
        assertThat(store.awaitChange(task.id(), 1, LONG)).contains(task.at(2, "{}"));
        assertThat(store.awaitChange(task.id(), 0, LONG)).contains(task.at(2, "{}"));
    }

    @Test
    default void awaitChange_ofAnUnknownTaskReturnsAtOnce() throws Exception {
        assertThat(open().awaitChange(sample().id(), 0, LONG)).isEmpty();
    }

    @Test
    default void awaitChange_tellsWhatIsThereWhenItsPatienceIsOver() throws Exception {
        Sample task = sample();
        TaskStore store = open();
        store.create(task.at(1, "{}"));
        assertThat(store.awaitChange(task.id(), 1, Duration.ofMillis(1))).contains(task.at(1, "{}"));
    }

    @Test
    default void awaitChange_noticesAChangeMadeElsewhere() {
        Sample task = sample();
        TaskStore store = open();
        store.create(task.at(1, "{}"));
        Future<Optional<TaskRecord>> change = Crowd.start(() -> {
            Optional<TaskRecord> seen = store.find(task.id());
            while (seen.isPresent() && seen.get().revision() == 1) {
                seen = store.awaitChange(task.id(), 1, LONG);
            }
            return seen;
        });
        open().replace(task.at(2, text("{'by':'another'}")));
        assertThat(Crowd.join(change)).contains(task.at(2, text("{'by':'another'}")));
    }
}
