package dev.holdfast.server;

import dev.holdfast.engine.workflow.ClaimedStep;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.StateAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** {@code workflow_next}: claims a ready step of any run, and waits for one. */
final class WorkflowNextTool implements StateTool {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(25);
    private static final ToolSpec SPEC = ToolSpec.of(
            "workflow_next",
            "Claim a ready step of one of these kinds of work, in any run. Do it, then workflow_report it before"
                    + " `until`, with its token.",
            """
            {"type":"object","properties":{
              "work":{"type":"array","items":{"type":"string"}},
              "lease_seconds":{"type":"integer","minimum":1,"maximum":86400,"description":"default 300"},
              "timeout_seconds":{"type":"number","minimum":0,"maximum":25},
              "op":{"type":"string"}},
             "required":["work"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "workflow":{"type":"string"},
              "step":{"type":"string"},
              "work":{"type":"string"},
              "token":{"type":"integer"},
              "attempt":{"type":"integer"},
              "until":{"type":"string"},
              "input":{},
              "revision":{"type":"integer"},
              "timed_out":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["timed_out","op"]}\
            """,
            ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) throws InterruptedException {
        Arguments arguments = call.arguments();
        List<String> work = Objects.requireNonNull(arguments.strings("work"));
        Long lease = arguments.integer("lease_seconds");
        BigDecimal seconds = arguments.number("timeout_seconds");
        Duration timeout = seconds == null
                ? LONGEST_CALL
                : Duration.ofMillis(seconds.movePointRight(3).longValue());
        Optional<ClaimedStep> next = call.states()
                .runs()
                .next(
                        Set.copyOf(work),
                        lease == null ? LEASE : Duration.ofSeconds(lease),
                        timeout,
                        arguments.optionalString("op"));
        StateAnswer answer = call.answer();
        next.ifPresent(step -> put(answer, step));
        return answer.put("timed_out", next.isEmpty()).withOp();
    }

    private static void put(StateAnswer answer, ClaimedStep step) {
        answer.put("handle", step.run().value())
                .put("workflow", step.workflow())
                .put("step", step.step())
                .put("work", step.work())
                .put("token", step.token())
                .put("attempt", step.attempt())
                .put("until", step.until().toString())
                .put("input", step.input())
                .put("revision", step.revision());
    }
}
