package dev.holdfast.mcp.internal.wire;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.internal.wire.Message.Malformed;
import dev.holdfast.mcp.internal.wire.Message.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several messages in one array, allowed only in revision 2025-03-26 (its "Batching" section). */
public final class Batch {
    /** Far above what a client needs. Bounded, since a whole batch counts as one running call. */
    private static final int MAX_MESSAGES = 100;

    /** Answers one message; null if it needs no answer. */
    @FunctionalInterface
    public interface Answering {
        @Nullable Reply answer(Message message);
    }

    private Batch() {}

    public static boolean isAllowed(ProtocolVersion version) {
        return version == ProtocolVersion.V2025_03_26;
    }

    public static RpcError refusal() {
        return Faults.invalidRequest("A batch is allowed only in a session of revision " + ProtocolVersion.V2025_03_26);
    }

    /**
     * All answers as one array; a single error if the batch is empty or too long; null if no message needs an answer.
     */
    static @Nullable public Reply answer(JsonArray batch, Answering answering) {
        if (batch.size() == 0 || batch.size() > MAX_MESSAGES) {
            RpcError error = Faults.invalidRequest("A batch holds 1 to " + MAX_MESSAGES + " messages");
            return Reply.error(null, error, Reply.BAD_REQUEST);
        }
        List<Reply> answers = new ArrayList<>();
        for (Json json : batch) {
            Reply reply = answerOne(Message.of(json), answering);
            if (reply != null) {
                answers.add(reply);
            }
        }
        return answers.isEmpty() ? null : Reply.batch(answers);
    }

    private static @Nullable Reply answerOne(Message message, Answering answering) {
        if (message instanceof Malformed malformed) {
            return Reply.error(malformed.id(), malformed.error(), Reply.BAD_REQUEST);
        }
        if (message instanceof Request request && request.method().equals("initialize")) {
            RpcError error = Faults.invalidRequest("initialize must not be part of a batch");
            return Reply.error(request.id(), error, Reply.BAD_REQUEST);
        }
        return answering.answer(message);
    }
}
