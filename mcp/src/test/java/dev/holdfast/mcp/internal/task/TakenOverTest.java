package dev.holdfast.mcp.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.ClientCapabilities;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.TaskPolicy;
import dev.holdfast.mcp.Tool;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.TaskServer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A task whose instance is lost goes on at the one that is asked for it, if its steps may be taken again. */
final class TakenOverTest {
    private static final Caller ADA = Caller.authenticated("ada");
    private static final String ID = "tsk_" + "a".repeat(27);

    private final TaskServer.World world = new TaskServer.World(10);
    private final TaskPolicy policy = world.instance().policy();
    private final SynchronousQueue<Json> begun = new SynchronousQueue<>();

    /** Stores a task that runs on an instance which does not exist any more. */
    private void lost() {
        Instant now = TaskServer.BEGIN;
        TaskOrigin origin = new TaskOrigin(
                ID, ADA, "tool", JsonObject.EMPTY, ClientCapabilities.NONE, now, now.plus(policy.lifetime()));
        Task task = Task.begun(origin, Json.of("where it was"), "gone", now.plus(policy.lease()));
        assertThat(policy.store().create(TaskCodec.write(task, 1))).isTrue();
    }

    private Tasks instance(boolean repeats) {
        Tool tool = new Tool() {
            @Override
            public ToolDefinition definition() {
                return FixtureServer.tool("tool", this::call).definition();
            }

            @Override
            public Outcome call(ToolCall call) throws InterruptedException {
                begun.put(state(call.state()));
                return Outcome.complete(JsonObject.of("went", Json.of("on")));
            }

            @Override
            public boolean repeatsSteps() {
                return repeats;
            }
        };
        return new Tasks(policy, name -> Optional.of(tool), result -> JsonObject.EMPTY);
    }

    private static Json state(@Nullable Json state) {
        return state == null ? Json.NULL : state;
    }

    private void passLease() {
        world.now = world.now.plus(policy.lease());
    }

    @Test
    void task_goesOnWhereItsStateIsKnown() throws InterruptedException {
        lost();
        Tasks instance = instance(true);
        passLease();
        assertThat(status(instance)).isEqualTo("working");
        passLease();
        assertThat(status(instance)).isEqualTo("working");
        assertThat(begun.poll(20, TimeUnit.SECONDS)).isEqualTo(Json.of("where it was"));
        long revision = 1;
        String status = "working";
        while (status.equals("working")) {
            Tasks.Seen seen = instance.await(ID, revision).orElseThrow();
            revision = seen.revision();
            status = seen.task().phase().status();
        }
        assertThat(status).isEqualTo("completed");
        assertThat(begun.poll()).isNull();
    }

    @Test
    void task_isTakenOverByOneInstance() throws InterruptedException {
        lost();
        Tasks one = instance(true);
        Tasks other = instance(true);
        passLease();
        status(one);
        passLease();
        assertThat(status(one)).isEqualTo("working");
        assertThat(status(other)).isEqualTo("working");
        assertThat(begun.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(begun.poll()).isNull();
    }

    @Test
    void task_whoseStepsMustNotBeRepeatedFails() {
        lost();
        Tasks instance = instance(false);
        passLease();
        assertThat(status(instance)).isEqualTo("working");
        passLease();
        assertThat(status(instance)).isEqualTo("failed");
        assertThat(begun.poll()).isNull();
    }

    @Test
    void task_thatWasCancelledIsNotTakenOver() {
        lost();
        Tasks instance = instance(true);
        assertThat(instance.cancel(ID, ADA)).isTrue();
        passLease();
        status(instance);
        passLease();
        assertThat(status(instance)).isEqualTo("cancelled");
        assertThat(begun.poll()).isNull();
    }

    private static String status(Tasks instance) {
        return instance.find(ID, ADA).orElseThrow().phase().status();
    }
}
