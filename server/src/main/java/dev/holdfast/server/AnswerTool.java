package dev.holdfast.server;

import dev.holdfast.engine.Answered;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Question;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.server.answer.QuestionFacts;
import dev.holdfast.server.answer.StateAnswer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code state_answer}: answers an open question. A principal that is known by a credential, and is not the one that
 * asks, answers itself. Where callers are not told apart the person at the client chooses in a form, whatever the model
 * sends.
 */
final class AnswerTool implements StateTool {
    static final String NAME = "state_answer";

    /** No question has it, so that the answer is refused, with the reason. */
    private static final String NO_CHOICE = "";

    private static final ToolSpec SPEC =
            ToolSpec.of(NAME, "Answer a question as a person told you.", """
                {"type":"object","properties":{
                  "handle":{"type":"string"},
                  "question":{"type":"string"},
                  "choice":{"type":"string"},
                  "note":{"type":"string"},
                  "op":{"type":"string"}},
                 "required":["handle","question"]}\
                """, """
                {"type":"object","properties":{
                  "handle":{"type":"string"},
                  "revision":{"type":"integer"},
                  "question":{"type":"string"},
                  "answer":{"type":"object"},
                  "replayed":{"type":"boolean"},
                  "op":{"type":"string"}},
                 "required":["revision","question","op"]}\
                """, ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Outcome step(StateCall call, ToolCall request) {
        if (!QuestionForm.isFor(request.context().caller())) {
            return Outcome.complete(answer(call));
        }
        State state = call.state();
        StateView view = state.read();
        String id = call.arguments().string("question");
        Optional<Question> open = open(view, id);
        if (open.isEmpty() || !open.get().isFor(call.principal())) {
            return Outcome.complete(answer(call, state, NO_CHOICE)); // refused: it has ended, or is put to another
        }
        QuestionForm form = new QuestionForm(view, open.get());
        if (!QuestionForm.canBeShown(request)) {
            throw form.cannotBeShown().toException();
        } else if (!form.isPutBy(request)) {
            return form.shown();
        } else if (!form.takeUp(state, request)) {
            throw QuestionForm.declined().toException();
        }
        StateView now = state.read();
        return Outcome.complete(
                answer(call, state, now.revision(), now.resolution(id)).withOp());
    }

    private static Optional<Question> open(StateView view, String id) {
        return view.questions().stream()
                .filter(question -> question.id().equals(id))
                .findFirst();
    }

    /** Answers at once: callers in the same process are not asked for a person's word. */
    @Override
    public JsonObject answer(StateCall call) {
        State state = call.state();
        String choice = call.arguments().optionalString("choice");
        if (choice == null) {
            Optional<Question> open = open(state.read(), call.arguments().string("question"));
            if (open.isPresent()) {
                throw shown(open.get()).toException();
            }
        }
        return answer(call, state, choice == null ? NO_CHOICE : choice);
    }

    private static JsonObject answer(StateCall call, State state, String choice) {
        Arguments arguments = call.arguments();
        Answered answered = state.answer(
                arguments.string("question"), choice, arguments.optionalString("note"), arguments.optionalString("op"));
        return answer(call, state, answered.revision(), answered.resolution())
                .flag("replayed", answered.replayed())
                .withOp();
    }

    private static StateAnswer answer(StateCall call, State state, long revision, @Nullable Resolution resolution) {
        return call.answerAbout(state)
                .put("revision", revision)
                .put("question", call.arguments().string("question"))
                .putIfPresent("answer", resolution == null ? null : QuestionFacts.of(resolution));
    }

    /** The whole question, for one that has not chosen yet. */
    private static Failure shown(Question question) {
        return new Failure(
                Failure.Code.INVALID,
                QuestionFacts.whole(question).with("argument", Json.of("choice")),
                "Show the person `text`, and call again with one of `choices` as `choice`.");
    }
}
