package dev.holdfast.server;

import dev.holdfast.engine.RunState;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunMoved;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.RunFacts;
import dev.holdfast.server.answer.StateAnswer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code workflow_report}: tells what a claimed step came to, and controls a run. */
final class WorkflowReportTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "workflow_report",
            "Report a claimed step: `output`, or `error`, or `alive` to hold it longer. Or tell the run: `signal` with"
                    + " `output`, or `control` (retry: from `step`).",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "step":{"type":"string"},
              "token":{"type":"integer","minimum":1},
              "output":{"description":"any JSON, not as text"},
              "error":{"type":"string"},
              "final":{"type":"boolean","description":"another attempt would not help"},
              "alive":{"type":"boolean"},
              "signal":{"type":"string"},
              "control":{"type":"string","enum":["pause","resume","cancel","retry"]},
              "op":{"type":"string"}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
            """ + RunFacts.MEMBERS + """
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","op"]}\
            """,
            ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        RunState run = call.states().runs().run(arguments.string("handle"));
        RunMoved moved = told(run, arguments);
        Run after = moved.run();
        StateAnswer answer = call.answerAbout(run.state()).put("revision", moved.revision());
        if (after != null) {
            RunFacts.put(answer, after);
        }
        return answer.flag("replayed", moved.repeated()).withOp();
    }

    private static RunMoved told(RunState run, Arguments arguments) {
        String signal = arguments.optionalString("signal");
        String control = arguments.optionalString("control");
        requireOne(arguments, signal == null && control == null);
        Json output = Objects.requireNonNullElse(arguments.any("output"), JsonNull.NULL);
        String op = arguments.optionalString("op");
        if (signal != null) {
            return run.signal(signal, output, op);
        }
        return control == null ? reported(run, arguments, output) : controlled(run, control, arguments, op);
    }

    /** Hosts fill optional arguments with null, and a step may well answer null. So a report without more is one. */
    private static void requireOne(Arguments arguments, boolean report) {
        List<String> given = List.of("signal", "control", "error").stream()
                .filter(name -> arguments.optionalString(name) != null)
                .toList();
        int what = given.size() + (arguments.flag("alive") ? 1 : 0);
        if (what > 1) {
            throw Refusal.invalid(
                    arguments.flag("alive") ? "alive" : given.getLast(),
                    "give one of `output`, `error`, `alive`, `signal` and `control` in a call");
        } else if (report && (arguments.optionalString("step") == null || arguments.integer("token") == null)) {
            throw Refusal.invalid(
                    arguments.optionalString("step") == null ? "step" : "token",
                    "a report needs the `handle`, `step` and `token` that workflow_next answered");
        }
    }

    private static RunMoved reported(RunState run, Arguments arguments, Json output) {
        String step = arguments.string("step");
        long token = Objects.requireNonNull(arguments.integer("token"));
        String error = arguments.optionalString("error");
        if (arguments.flag("alive")) {
            return run.heartbeat(step, token);
        }
        return error == null ? run.report(step, token, output) : run.fail(step, token, error, !arguments.flag("final"));
    }

    private static RunMoved controlled(RunState run, String control, Arguments arguments, @Nullable String op) {
        String step = arguments.optionalString("step");
        if (control.equals("retry") && step == null) {
            throw Refusal.invalid("step", "`control` retry needs the `step` to go on from");
        }
        return switch (control) {
            case "pause" -> run.pause(op);
            case "resume" -> run.resume(op);
            case "cancel" -> run.cancel(null, op);
            default -> run.retry(Objects.requireNonNull(step), op);
        };
    }
}
