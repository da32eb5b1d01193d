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
 * Asks clients of the handshake era by requests of the server's own what the stateless era asks by a result, and goes
 * on with the answers until a tool, prompt or resource has finished. Thread-safe.
 */
final class LegacyInput {
    /** One step, which may come to an {@link Outcome.InputRequired}. */
    @FunctionalInterface
    interface Step<T> {
        T take(Answers answers, @Nullable Json state) throws InterruptedException;
    }

    private final InputPolicy policy;

    LegacyInput(InputPolicy policy) {
        this.policy = policy;
    }

    /**
     * Takes steps until one asks for nothing more.
     *
     * @throws UnansweredException if something cannot be asked or is not answered
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

    /** The same for what has no result of its own to tell of a failure. */
    <T> T completeOrFail(Call call, Step<T> step) throws InterruptedException {
        try {
            return complete(call, step);
        } catch (UnansweredException e) {
            throw McpException.of(RpcError.internal(e.getMessage()));
        }
    }

    /** Asks one thing after the other, so that a person sees one form at a time; nothing if not all can be asked. */
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

    /** The mode of an elicitation came with 2025-11-25; in that revision alone a page to open has an id. */
    private static JsonObject params(InputRequest request, ProtocolVersion version) {
        JsonObject params = request.params();
        if (request.isUrl()) {
            return params.with("elicitationId", Json.of(UUID.randomUUID().toString()));
        }
        boolean knowsMode = version.atLeast(ProtocolVersion.V2025_11_25);
        return request.isElicitation() && !knowsMode ? params.without("mode") : params;
    }
}
