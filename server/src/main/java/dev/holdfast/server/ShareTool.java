package dev.holdfast.server;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Shared;
import dev.holdfast.engine.State;
import dev.holdfast.json.JsonObject;

/** {@code state_share}: gives another principal access to a state, revokes it, or transfers the state. */
final class ShareTool implements StateTool {
    static final String NAME = "state_share";

    private static final ToolSpec SPEC = ToolSpec.of(
            NAME,
            "Let another `principal` read, write or administer a state (none takes it back). owner hands the state"
                    + " over, without its name. Tell them the handle: their lists show it after its first use.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "principal":{"type":"string"},
              "access":{"type":"string","enum":["none","read","write","admin","owner"]},
              "op":{"type":"string"}},
             "required":["handle","principal","access"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "owner":{"type":"string"},
              "grants":{"type":"object","additionalProperties":{"type":"string"}},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","owner","grants","op"]}\
            """,
            ToolSpec.changing(true, true));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        Access access = Access.parse(arguments.string("access"));
        State state = call.state();
        Shared shared = state.share(arguments.string("principal"), access, arguments.optionalString("op"));
        JsonObject.Builder grants = JsonObject.builder();
        shared.grants().forEach((principal, granted) -> grants.put(principal, granted.wire()));
        return call.answerAbout(state)
                .put("revision", shared.revision())
                .put("owner", shared.owner())
                .put("grants", grants.build())
                .flag("replayed", shared.replayed())
                .withOp();
    }
}
