package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.State;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.Waited;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.server.answer.QuestionFacts;
import dev.holdfast.server.answer.ShortValues;
import dev.holdfast.server.answer.StateAnswer;
import dev.holdfast.server.shared.Anticipated;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code state_wait}: returns when a state changes, or a condition on it holds. Bounded, so that calls are chained
 * rather than held open; a longer wait becomes a task, for clients that support tasks.
 */
final class WaitTool implements StateTool {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(25);
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_wait",
            "Wait until a state (or one of `keys`) changes after since_revision (default: now); answers the new values."
                    + " If timed_out, call again.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "since_revision":{"type":"integer","minimum":0},
              "keys":{"type":"array","items":{"type":"string"}},
              "until":{"type":"string","description":"CEL over self: wait for this to hold"},
              "question":{"type":"string"},
              "timeout_seconds":{"type":"number","minimum":0,"maximum":3600}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "changed":{"type":"array","items":{"type":"string"}},
              "values":{"type":"object"},
              "omitted":{"type":"object","additionalProperties":{"type":"integer"}},
              "deleted":{"type":"array","items":{"type":"string"}},
              "holds":{"type":"boolean"},
              "answer":{"type":"object"},
              "timed_out":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","changed","timed_out","op"]}\
            """,
            ToolSpec.reading());

    private static final ToolSpec WITHOUT_QUESTIONS = SPEC.without("question");

    private final ToolSpec spec;

    /** @param questions whether there are tools that put questions to people */
    WaitTool(boolean questions) {
        this.spec = questions ? SPEC : WITHOUT_QUESTIONS;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** Waits within the call. */
    @Override
    public JsonObject answer(StateCall call) throws InterruptedException {
        Duration asked = timeout(call.arguments());
        Duration timeout = asked.compareTo(LONGEST_CALL) < 0 ? asked : LONGEST_CALL;
        return await(call, call.arguments().integer("since_revision"), timeout);
    }

    @Override
    public Outcome step(StateCall call, ToolCall request) throws InterruptedException {
        Duration timeout = timeout(call.arguments());
        boolean asTask = timeout.compareTo(LONGEST_CALL) > 0
                && request.context().clientCapabilities().tasks();
        return asTask ? taskStep(call, request.state(), timeout) : Outcome.complete(answer(call));
    }

    /**
     * Checks first, as no task is needed for what has happened already. The task waits for changes after the revision
     * found here, so that nothing that happens before the task starts is missed.
     *
     * @param begun the revision after which a task waits for a change; null if there is no task yet
     */
    private static Outcome taskStep(StateCall call, @Nullable Json begun, Duration timeout)
            throws InterruptedException {
        if (call.arguments().has("question")) {
            JsonObject present = begun == null ? awaitAnswer(call, Duration.ZERO) : awaitAnswer(call, timeout);
            return begun == null && !present.has("answer") ? Outcome.task(Json.of(0)) : Outcome.complete(present);
        } else if (begun instanceof JsonNumber revision) {
            return Outcome.complete(await(call, revision.exactLong().orElseThrow(), timeout));
        }
        Long since = call.arguments().integer("since_revision");
        Waited present = call.state().await(what(call.arguments(), since, Duration.ZERO));
        return present.timedOut()
                ? Outcome.task(Json.of(since == null ? present.revision() : since))
                : Outcome.complete(answer(call, call.state(), present));
    }

    private static JsonObject await(StateCall call, @Nullable Long since, Duration timeout)
            throws InterruptedException {
        if (call.arguments().has("question")) {
            return awaitAnswer(call, timeout);
        }
        State state = call.state();
        return answer(call, state, state.await(what(call.arguments(), since, timeout)));
    }

    private static JsonObject awaitAnswer(StateCall call, Duration timeout) throws InterruptedException {
        for (String other : List.of("keys", "until", "since_revision")) {
            if (call.arguments().has(other)) {
                throw Refusal.invalid(other, "`state_wait` waits for a `question` or for a change, not for both");
            }
        }
        State state = call.state();
        Optional<Resolution> ended = state.awaitAnswer(call.arguments().string("question"), timeout);
        return call.answerAbout(state)
                .put("revision", state.read().revision())
                .names("changed", List.of())
                .putIfPresent("answer", ended.map(QuestionFacts::of).orElse(null))
                .put("timed_out", ended.isEmpty())
                .withOp();
    }

    private static JsonObject answer(StateCall call, State state, Waited waited) {
        StateAnswer answer =
                call.answerAbout(state).put("revision", waited.revision()).names("changed", waited.changed());
        boolean conditional = call.arguments().has("until");
        if (conditional) {
            answer.put("holds", waited.holds());
        }
        if (!waited.timedOut() && (!conditional || call.arguments().has("keys"))) {
            ShortValues.putChanged(answer, waited.changed(), document(state, waited));
        }
        return answer.put("timed_out", waited.timedOut()).withOp();
    }

    /** The document at the revision answered; null if there is no need to read it, or it is no longer kept. */
    private static @Nullable JsonObject document(State state, Waited waited) {
        Optional<JsonObject> document = waited.changed().isEmpty()
                ? Optional.empty()
                : Anticipated.orElse(
                        Optional.empty(),
                        Set.of(Failure.Code.COMPACTED),
                        () -> Optional.of(state.at(waited.revision()).document()));
        return document.orElse(null);
    }

    private static WaitFor what(Arguments arguments, @Nullable Long since, Duration timeout) {
        return new WaitFor(since, keys(arguments), timeout, arguments.optionalString("until"));
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
        return seconds == null
                ? LONGEST_CALL
                : Duration.ofMillis(seconds.movePointRight(3).longValue());
    }
}
