package dev.holdfast.server;

import dev.holdfast.engine.Closed;
import dev.holdfast.engine.State;
import dev.holdfast.json.JsonObject;

/** {@code state_close}: ends a state. It can be brought back until {@code purge_at}. */
final class CloseTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_close",
            "Close a state. state_open {handle} brings it back until purge_at.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "op":{"type":"string"}},
             "required":["handle"],"additionalProperties":false}""",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "closed_at":{"type":"string"},
              "purge_at":{"type":"string"},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","closed_at","purge_at","op"]}""",
            ToolSpec.changing(true, true));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        State state = call.state();
        Closed closed = state.close(call.arguments().optionalString("op"));
        return call.answerAbout(state)
                .put("revision", closed.revision())
                .put("closed_at", closed.closedAt().toString())
                .put("purge_at", closed.purgeAt().toString())
                .flag("replayed", closed.replayed())
                .withOp();
    }
}
