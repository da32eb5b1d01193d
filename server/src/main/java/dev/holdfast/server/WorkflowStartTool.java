package dev.holdfast.server;

import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.Started;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.RunFacts;
import dev.holdfast.server.answer.StateAnswer;
import java.util.Map;
import java.util.Objects;

/** {@code workflow_start}: starts a run of a workflow. */
final class WorkflowStartTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "workflow_start",
            "Start a run of a workflow: by name (kept in @workflows/NAME, a key a version) or by `definition`.",
            """
            {"type":"object","properties":{
              "workflow":{"type":"string"},
              "version":{"type":"string","description":"default: newest"},
              "definition":{"type":"object"},
              "input":{"type":"object"},
              "name":{"type":"string"},
              "session":{"type":"string","description":"handle of a state that it is for"},
              "op":{"type":"string"}}}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "created":{"type":"boolean"},
              "revision":{"type":"integer"},
              "workflow":{"type":"string"},
              "version":{"type":"string"},
              "status":{"type":"string"},
              "paused":{"type":"boolean"},
              "waits_for":{"type":"array","items":{"type":"string"}},
              "next_at":{"type":"string"},
              "failure":{"type":"object"},
              "output":{},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["handle","created","revision","workflow","version","status","op"]}\
            """,
            ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        RunSpec spec = new RunSpec(
                arguments.optionalString("workflow"),
                arguments.optionalString("version"),
                arguments.object("definition"),
                Objects.requireNonNullElse(arguments.object("input"), JsonObject.EMPTY),
                arguments.optionalString("name"),
                Map.of(),
                arguments.optionalString("session"),
                arguments.optionalString("op"));
        Started started = call.states().runs().start(spec);
        StateAnswer answer = call.answer()
                .put("handle", started.state().handle().value())
                .put("created", started.created())
                .put("revision", started.revision());
        return RunFacts.put(answer, started.run())
                .flag("replayed", started.replayed())
                .withOp();
    }
}
