package dev.holdfast.mcp.internal.task;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.TaskRecord;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.internal.wire.Faults;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a task becomes, and that its document says all of it. */
final class TaskTest {
    private static final Instant BEGIN = Instant.parse("2026-08-01T00:00:00Z");
    private static final Instant LEASE = BEGIN.plusSeconds(30);
    private static final Instant LATER = BEGIN.plusSeconds(10);
    private static final TaskOrigin ORIGIN = new TaskOrigin(
            "tsk_1",
            Caller.authenticated("ada", Set.of("b", "a")),
            "tool",
            Peer.object(json("{'n':1}")),
            new ClientCapabilities(Peer.object(json("{'elicitation':{}}"))),
            BEGIN,
            BEGIN.plusSeconds(3_600));

    private final Task working = Task.begun(ORIGIN, Json.of("state"), "run", LEASE);
    private final Task asking = working.asking("run", asks("name", "more"), LATER);

    @Test
    void run_thatIsNotTheTasksChangesNothing() {
        assertThat(working.renewed("other", LEASE.plusSeconds(9), "far", LATER)).isEqualTo(working);
        assertThat(working.ended("other", new TaskPhase.Cancelled(), null, LATER))
                .isEqualTo(working);
        assertThat(working.asking("other", asks("name"), LATER)).isEqualTo(working);
        assertThat(asking.ended("run", new TaskPhase.Cancelled(), null, LATER)).isEqualTo(asking);
    }

    @Test
    void run_isAskedWhenItsLeaseIsOverAndLostIfItDoesNotAnswer() {
        Instant answerBy = LEASE.plusSeconds(30);
        assertThat(working.at(BEGIN.plusSeconds(9_999))).as("not asked").isEqualTo(working);
        assertThat(working.questioned(LEASE.minusMillis(1), answerBy)).isEqualTo(working);
        Task asked = working.questioned(LEASE, answerBy);
        assertThat(asked.isQuestioned()).isTrue();
        assertThat(asked.questioned(LEASE, answerBy.plusSeconds(9))).isEqualTo(asked);
        assertThat(asked.at(answerBy.minusMillis(1))).isEqualTo(asked);
        assertThat(asked.at(answerBy).phase().status()).isEqualTo("failed");
        assertThat(asked.at(answerBy).message()).isEqualTo(Task.LOST);
        assertThat(asked.cancelled(LATER).at(answerBy).phase().status()).isEqualTo("cancelled");
        assertThat(asking.questioned(LEASE, answerBy)).isEqualTo(asking);
    }

    @Test
    void answer_movesTheLeaseAndIsNewsOnlyIfItSaysSomethingElse() {
        Task asked = working.questioned(LEASE, LEASE.plusSeconds(30));
        Task quiet = asked.renewed("run", LEASE.plusSeconds(30), null, LATER);
        assertThat(quiet.isQuestioned()).isFalse();
        assertThat(quiet.questioned(LEASE, LEASE.plusSeconds(60))).isEqualTo(quiet);
        assertThat(quiet.updatedAt()).isEqualTo(BEGIN);
        Task told = quiet.renewed("run", LEASE, "half", LATER);
        assertThat(told.message()).isEqualTo("half");
        assertThat(told.updatedAt()).isEqualTo(LATER);
        assertThat(told.cancelled(LATER).renewed("run", LEASE, "half", LATER).isToBeCancelled())
                .isTrue();
    }

    @Test
    void keys_areNeverUsedTwice() {
        Task second = asking.answered(answers("name-1", "more-1"), "run2", LEASE, LATER)
                .asking("run2", asks("name"), LATER);
        assertThat(((TaskPhase.Asking) asking.phase()).asked().keys()).containsExactly("name-1", "more-1");
        assertThat(((TaskPhase.Asking) second.phase()).asked().keys()).containsExactly("name-2");
        assertThat(second.answered(answers("name-1"), "run3", LEASE, LATER)).isEqualTo(second);
    }

    @Test
    void answers_areGatheredUntilNoneIsMissing() {
        Task half = asking.answered(answers("name-1", "unheard-of"), "run2", LEASE, LATER);
        assertThat(half.isRun("run2")).isFalse();
        assertThat(((TaskPhase.Asking) half.phase()).asked().keys()).containsExactly("more-1");
        Task whole = half.answered(answers("more-1"), "run3", LEASE, LATER);
        assertThat(whole.isRun("run3")).isTrue();
        assertThat(Task.byJobKeys(((TaskPhase.Working) whole.phase()).answers())
                        .byKey()
                        .keys())
                .containsExactly("name", "more");
    }

    @Test
    void cancellation_endsATaskThatAsksAndOneThatIsAboutToAsk() {
        assertThat(asking.cancelled(LATER).phase()).isEqualTo(new TaskPhase.Cancelled());
        assertThat(working.cancelled(LATER).phase().status()).isEqualTo("working");
        assertThat(working.cancelled(LATER).asking("run", asks("name"), LATER).phase())
                .isEqualTo(new TaskPhase.Cancelled());
    }

    @Test
    void end_isFinal() {
        for (TaskPhase end : ends()) {
            Task ended = working.ended("run", end, "why", LATER);
            Instant never = BEGIN.plusSeconds(1_000);
            assertThat(ended.phase()).isEqualTo(end);
            assertThat(ended.at(never)).isEqualTo(ended);
            assertThat(ended.cancelled(never)).isEqualTo(ended);
            assertThat(ended.answered(answers("name-1"), "run2", LEASE, never)).isEqualTo(ended);
            assertThat(ended.renewed("run", LEASE, "more", never)).isEqualTo(ended);
            assertThat(ended.ended("run", new TaskPhase.Cancelled(), null, never))
                    .isEqualTo(ended);
        }
    }

    @Test
    void document_saysAllThatThereIs() {
        Task resumed = asking.answered(answers("name-1", "more-1"), "run2", LEASE, LATER)
                .cancelled(LATER);
        Task stateless =
                working.asking("run", new Outcome.InputRequired(asks("x").requests(), null), LATER);
        Task asked = working.questioned(LEASE, LEASE.plusSeconds(30));
        Task renewed = working.renewed("run", LEASE, "half", LATER);
        for (Task task : List.of(working, asking, resumed, stateless, asked, renewed)) {
            assertThat(copy(task)).isEqualTo(task);
        }
        for (TaskPhase end : ends()) {
            Task ended = working.ended("run", end, "why", LATER);
            assertThat(copy(ended)).isEqualTo(ended);
        }
    }

    private static Task copy(Task task) {
        TaskRecord record = TaskCodec.write(task, 7);
        JsonObject stored = Peer.object(record.document().toString());
        return TaskCodec.read(new TaskRecord(record.id(), record.revision(), record.expiry(), stored));
    }

    private static List<TaskPhase> ends() {
        return List.of(
                new TaskPhase.Completed(Peer.object(json("{'content':[]}"))),
                new TaskPhase.Failed(Faults.toJson(RpcError.internal("no"))),
                new TaskPhase.Cancelled());
    }

    private static Outcome.InputRequired asks(String... keys) {
        Map<String, InputRequest> requests = new LinkedHashMap<>();
        for (String key : keys) {
            requests.put(key, InputRequest.roots());
        }
        return new Outcome.InputRequired(requests, Json.of("asked"));
    }

    private static JsonObject answers(String... keys) {
        JsonObject.Builder answers = JsonObject.builder();
        for (String key : keys) {
            answers.put(key, JsonObject.EMPTY);
        }
        return answers.build();
    }
}
