package dev.holdfast.server;

import dev.holdfast.engine.State;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code state_wait}: returns when somebody changes a state, or a condition on it holds. Bounded, so that calls are chained rather than held open. */
final class WaitTool implements StateTool {
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(25);
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_wait",
            "Wait until a state (or one of `keys`) changes after since_revision (default: now). If timed_out, call again.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "since_revision":{"type":"integer","minimum":0},
              "keys":{"type":"array","items":{"type":"string"}},
              "until":{"type":"string","description":"CEL over self: wait for this to hold"},
              "timeout_seconds":{"type":"number","minimum":0,"maximum":25}},
             "required":["handle"],"additionalProperties":false}""",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "changed":{"type":"array","items":{"type":"string"}},
              "timed_out":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","changed","timed_out","op"]}""",
            ToolSpec.reading());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) throws InterruptedException {
        Arguments arguments = call.arguments();
        WaitFor change = new WaitFor(
                arguments.integer("since_revision"),
                keys(arguments),
                timeout(arguments),
                arguments.optionalString("until"));
        State state = call.state();
        Waited waited = state.await(change);
        return call.answerAbout(state)
                .put("revision", waited.revision())
                .names("changed", waited.changed())
                .put("timed_out", waited.timedOut())
                .withOp();
    }

    private static Set<String> keys(Arguments arguments) {
        List<String> keys = arguments.strings("keys");
        if (keys == null) {
            return Set.of();
        }
        if (keys.stream().anyMatch(key -> key.startsWith("/"))) {
            throw Refusal.invalid("keys", "`keys` of a wait are top-level keys, not JSON Pointers");
        }
        return Set.copyOf(keys);
    }

    private static Duration timeout(Arguments arguments) {
        BigDecimal seconds = arguments.number("timeout_seconds");
        return Duration.ofMillis(
                (seconds == null ? LONGEST_SECONDS : seconds).movePointRight(3).longValue());
    }
}
