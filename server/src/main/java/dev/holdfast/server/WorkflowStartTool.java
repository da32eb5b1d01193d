package dev.holdfast.server;

import dev.holdfast.engine.RunSpec;
import dev.holdfast.engine.Started;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.WaitFor;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.server.answer.RunFacts;
import dev.holdfast.server.answer.StateAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code workflow_start}: starts a run of a workflow. For a client that follows tasks and asks to wait, the end of the
 * run is the result of a task.
 */
final class WorkflowStartTool implements StateTool {
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(10);
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
              "wait":{"type":"boolean","description":"for its end, as a task"},
              "op":{"type":"string"}}}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "created":{"type":"boolean"},
              "revision":{"type":"integer"},
            """ + RunFacts.MEMBERS + """
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["handle","created","revision","workflow","version","status","op"]}\
            """,
            ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    /** Its step in the background only waits, for a run that outlives all instances. */
    @Override
    public boolean repeatsSteps() {
        return true;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Started started = start(call);
        return answer(call, Begun.of(started), started.revision(), started.run());
    }

    @Override
    public Outcome step(StateCall call, ToolCall request) throws InterruptedException {
        if (request.state() instanceof JsonObject begun) {
            return Outcome.complete(atEnd(call, Begun.parse(begun), request.context()));
        }
        Started started = start(call);
        Begun begun = Begun.of(started);
        boolean waits = call.arguments().flag("wait")
                && request.context().clientCapabilities().tasks()
                && !started.run().status().isEnd();
        return waits
                ? Outcome.task(begun.toJson())
                : Outcome.complete(answer(call, begun, started.revision(), started.run()));
    }

    private static Started start(StateCall call) {
        Arguments arguments = call.arguments();
        return call.states()
                .runs()
                .start(new RunSpec(
                        arguments.optionalString("workflow"),
                        arguments.optionalString("version"),
                        arguments.object("definition"),
                        Objects.requireNonNullElse(arguments.object("input"), JsonObject.EMPTY),
                        arguments.optionalString("name"),
                        Map.of(),
                        arguments.optionalString("session"),
                        arguments.optionalString("op")));
    }

    private static JsonObject answer(StateCall call, Begun begun, long revision, Run run) {
        StateAnswer answer = call.answer()
                .put("handle", begun.handle())
                .put("created", begun.created())
                .put("revision", revision);
        return RunFacts.put(answer, run).flag("replayed", begun.replayed()).withOp();
    }

    /** Waits until the run has ended. Meanwhile the task says which run it is. */
    private static JsonObject atEnd(StateCall call, Begun begun, RequestContext context) throws InterruptedException {
        context.progress().report(1, null, "The run is " + begun.handle());
        State state = call.states().runs().run(begun.handle()).state();
        StateView view = state.read();
        Run run = Objects.requireNonNull(view.run());
        while (!run.status().isEnd()) {
            state.await(new WaitFor(view.revision(), Set.of("run"), LONGEST_LOOK));
            view = state.read();
            run = Objects.requireNonNull(view.run());
        }
        return answer(call, begun, view.revision(), run);
    }

    /** What the call came to that began a task. */
    private record Begun(String handle, boolean created, boolean replayed) {
        static Begun of(Started started) {
            return new Begun(started.state().handle().value(), started.created(), started.replayed());
        }

        static Begun parse(JsonObject json) {
            return new Begun(
                    Objects.requireNonNull(json.string("handle")),
                    Boolean.TRUE.equals(json.bool("created")),
                    Boolean.TRUE.equals(json.bool("replayed")));
        }

        JsonObject toJson() {
            return JsonObject.of("handle", Json.of(handle), "created", Json.of(created), "replayed", Json.of(replayed));
        }
    }
}
