package dev.holdfast.server;

import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.QuestionFacts;
import dev.holdfast.server.answer.RunFacts;
import dev.holdfast.server.answer.StateAnswer;
import java.util.List;

/** {@code workflow_status}: how a run stands, what it waits for, and until when. */
final class WorkflowStatusTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "workflow_status",
            "How a run stands and what it waits for; `steps` for all of these steps, else the first 50 in short."
                    + " Questions are answered by state_answer.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "steps":{"type":"array","items":{"type":"string"}}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
            """ + RunFacts.MEMBERS + """
              "steps":{"type":"object"},
              "more":{"type":"integer"},
              "questions":{"type":"object"},
              "op":{"type":"string"}},
             "required":["revision","workflow","version","status","steps","op"]}\
            """,
            ToolSpec.reading());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        State state = call.state();
        StateView view = state.read();
        Run run = view.run();
        if (run == null) {
            throw Refusal.invalid(
                    "handle", "This state is no run of a workflow; workflow_start answers handles of runs.");
        }
        List<String> asked = call.arguments().strings("steps");
        JsonObject steps = RunFacts.steps(run, asked);
        StateAnswer answer = RunFacts.put(call.answerAbout(state).put("revision", view.revision()), run)
                .put("steps", steps);
        long more = asked == null ? RunFacts.more(run, steps) : 0;
        if (more > 0) {
            answer.put("more", more);
        }
        return answer.putIfPresent("questions", QuestionFacts.shortened(view.questions()))
                .withOp();
    }
}
