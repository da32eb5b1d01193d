package dev.holdfast.server;

import dev.holdfast.engine.Closed;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.State;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.server.shared.ErasureTokens;

/** {@code state_close}: ends a state. It can be brought back until {@code purge_at}, unless it is to be erased. */
final class CloseTool implements StateTool {
    static final String NAME = "state_close";

    private static final ToolSpec SPEC = ToolSpec.of(
            NAME,
            "Close a state. state_open {handle} brings it back until purge_at. erase: at once and for good, history"
                    + " included.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "erase":{"type":"boolean"},
              "confirm":{"type":"string","description":"what the refused erase answered, once the person agreed"},
              "op":{"type":"string"}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "closed_at":{"type":"string"},
              "purge_at":{"type":"string"},
              "erased":{"type":"boolean"},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["op"]}\
            """,
            ToolSpec.changing(true, true));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Outcome step(StateCall call, ToolCall request) {
        if (!call.arguments().flag("erase")) {
            return Outcome.complete(answer(call));
        }
        State state = call.state();
        Erasure erasure = new Erasure(state.erasable());
        return new Confirmation(
                        erasure,
                        new ErasureTokens(call.holdfast(), call.holdfast().clock()),
                        call.principal())
                .ask(request, call.arguments().optionalString("confirm"))
                .orElseGet(() -> erased(call, request, state, erasure));
    }

    /** Erases what was shown; if it has moved just now, it is shown anew. */
    private Outcome erased(StateCall call, ToolCall request, State state, Erasure erasure) {
        try {
            state.erase(call.arguments().optionalString("op"), erasure.revision());
            return Outcome.complete(call.answerAbout(state).put("erased", true).withOp());
        } catch (HoldfastException e) {
            if (e.failure().code() == Failure.Code.CONFLICT) {
                return step(call, request);
            }
            throw e;
        }
    }

    /** Acts at once: callers in the same process are not asked to confirm. */
    @Override
    public JsonObject answer(StateCall call) {
        State state = call.state();
        String op = call.arguments().optionalString("op");
        if (call.arguments().flag("erase")) {
            state.erase(op);
            return call.answerAbout(state).put("erased", true).withOp();
        }
        Closed closed = state.close(op);
        return call.answerAbout(state)
                .put("revision", closed.revision())
                .put("closed_at", closed.closedAt().toString())
                .put("purge_at", closed.purgeAt().toString())
                .flag("replayed", closed.replayed())
                .withOp();
    }
}
