package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.InputPolicy;
import dev.holdfast.mcp.InputRequest;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.flight.Inquirer;
import dev.holdfast.mcp.internal.flight.UnansweredException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks clients of the handshake era for input by requests from the server, where the stateless era uses a result, and
 * repeats the step with the answers until a tool, prompt or resource has finished. Thread-safe.
 */
final class LegacyInput {
    /** One step, which may return an {@link Outcome.InputRequired}. */
    @FunctionalInterface
    interface Step<T> {
        T take(Answers answers, @Nullable Json state) throws InterruptedException;
    }

    private final InputPolicy policy;

    LegacyInput(InputPolicy policy) {
        this.policy = policy;
    }

    /**
     * Takes steps until one needs no input.
     *
     * @throws UnansweredException if the client cannot be asked or does not answer
     */
    <T> T complete(Call call, Step<T> step) throws UnansweredException, InterruptedException {
        T outcome = step.take(Answers.NONE, null);
        for (int round = 1; outcome instanceof Outcome.InputRequired asked; round++) {
            if (round > policy.maxRounds()) {
                throw UnansweredException.endless(policy.maxRounds());
            }
            outcome = step.take(ask(asked, call), asked.state());
        }
        return outcome;
    }

    /**
     * The same for prompts and resources, whose results cannot report a failure.
     *
     * @throws McpException "internal error" if the client cannot be asked or does not answer
     */
    <T> T completeOrFail(Call call, Step<T> step) throws InterruptedException {
        try {
            return complete(call, step);
        } catch (UnansweredException e) {
            throw McpException.of(RpcError.internal(e.getMessage()));
        }
    }

    /**
     * Sends one request after the other, so that the user sees one form at a time; sends none if the client lacks a
     * capability for any of them.
     */
    private Answers ask(Outcome.InputRequired asked, Call call) throws UnansweredException, InterruptedException {
        JsonObject missing = asked.missingFrom(call.clientCapabilities());
        if (!missing.isEmpty()) {
            throw UnansweredException.incapable(missing.toString());
        }
        JsonObject.Builder answers = JsonObject.builder();
        for (Map.Entry<String, InputRequest> entry : asked.requests().entrySet()) {
            answers.put(entry.getKey(), ask(entry.getValue(), call));
        }
        return new Answers(answers.build());
    }

    private JsonObject ask(InputRequest request, Call call) throws UnansweredException, InterruptedException {
        Inquirer inquirer = call.flight().inquirer();
        if (inquirer == null) {
            throw UnansweredException.noStream();
        }
        return inquirer.ask(call.flight(), request.method(), params(request, call.version()), policy.answerTimeout());
    }

    /**
     * The mode of an elicitation exists since 2025-11-25; the id of a web page to open exists only in that revision.
     */
    private static JsonObject params(InputRequest request, ProtocolVersion version) {
        JsonObject params = request.params();
        if (request.isUrl()) {
            return params.with("elicitationId", Json.of(UUID.randomUUID().toString()));
        }
        boolean knowsMode = version.atLeast(ProtocolVersion.V2025_11_25);
        return request.isElicitation() && !knowsMode ? params.without("mode") : params;
    }
}
