package dev.holdfast.server;

import dev.holdfast.engine.Send;
import dev.holdfast.engine.Sent;
import dev.holdfast.engine.State;
import dev.holdfast.engine.machine.MachineEvent;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.MachineFacts;
import dev.holdfast.server.answer.ShortValues;
import dev.holdfast.server.answer.StateAnswer;
import java.util.Objects;

/** {@code machine_send}: sends an event to the machine of a state, and answers what is possible then. */
final class SendTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "machine_send",
            "Send an event to the state's machine; answers what is active and the events `possible` next.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "event":{"type":"string"},
              "data":{"type":"object"},
              "if_revision":{"type":"integer","minimum":0},
              "op":{"type":"string"},
              "note":{"type":"string"}},
             "required":["handle","event"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "machine":{"type":"object"},
              "changed":{"type":"array","items":{"type":"string"}},
              "values":{"type":"object"},
              "omitted":{"type":"object","additionalProperties":{"type":"integer"}},
              "deleted":{"type":"array","items":{"type":"string"}},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","changed","op"]}\
            """,
            ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        JsonObject data = Objects.requireNonNullElse(arguments.object("data"), JsonObject.EMPTY);
        Send send = new Send(
                new MachineEvent(arguments.string("event"), data),
                arguments.integer("if_revision"),
                arguments.optionalString("op"),
                arguments.optionalString("note"));
        State state = call.state();
        Sent sent = state.send(send);
        StateAnswer answer = call.answerAbout(state)
                .put("revision", sent.revision())
                .putIfPresent("machine", MachineFacts.of(sent))
                .names("changed", sent.changed());
        return ShortValues.putChanged(answer, sent.changed(), sent.document())
                .flag("replayed", sent.replayed())
                .withOp();
    }
}
