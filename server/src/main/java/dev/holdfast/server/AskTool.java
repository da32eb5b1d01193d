package dev.holdfast.server;

import dev.holdfast.engine.Answered;
import dev.holdfast.engine.Asked;
import dev.holdfast.engine.Question;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.server.answer.QuestionFacts;
import dev.holdfast.server.answer.StateAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code state_ask}: puts a question to a person. Where callers are not told apart, and the client can show forms, the
 * person at the client is asked in the same call.
 */
final class AskTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_ask",
            "Ask a person to decide; after ttl default counts. No `answer` yet? state_wait {question}.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "text":{"type":"string"},
              "choices":{"type":"array","items":{"type":"string"},"description":"else yes, no"},
              "principal":{"type":"string"},
              "ttl":{"type":"integer","minimum":1},
              "default":{"type":"string"},
              "withdraw":{"type":"string"},
              "op":{"type":"string"}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "question":{"type":"string"},
              "until":{"type":"string"},
              "answer":{"type":"object"},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","question","op"]}\
            """,
            ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Outcome step(StateCall call, ToolCall request) {
        State state = call.state();
        String put = QuestionForm.put(request);
        if (put != null) {
            return answered(call, request, state, put);
        }
        JsonObject answer = answer(call);
        boolean asksHere = QuestionForm.isFor(request.context().caller()) && QuestionForm.canBeShown(request);
        StateView view = state.read();
        Optional<Question> open = asksHere ? open(view, answer.string("question")) : Optional.empty();
        return open.filter(question -> question.isFor(call.principal()))
                .map(question -> new QuestionForm(view, question).shown())
                .orElse(Outcome.complete(answer));
    }

    /** After the person was asked: what they chose, or how else the question has ended; else it stays open. */
    private static Outcome answered(StateCall call, ToolCall request, State state, String id) {
        StateView view = state.read();
        open(view, id)
                .map(question -> new QuestionForm(view, question))
                .filter(form -> form.isPutBy(request))
                .ifPresent(form -> form.takeUp(state, request));
        StateView now = state.read();
        return Outcome.complete(answer(call, state, now.revision(), id, now.resolution(id))
                .putIfPresent("until", open(now, id).map(QuestionFacts::until).orElse(null))
                .withOp());
    }

    private static Optional<Question> open(StateView view, @Nullable String id) {
        return view.questions().stream()
                .filter(question -> question.id().equals(id))
                .findFirst();
    }

    /** Does not ask the person in the same call. */
    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        String withdraw = arguments.optionalString("withdraw");
        String op = arguments.optionalString("op");
        State state = call.state();
        if (withdraw != null) {
            Answered withdrawn = state.withdraw(withdraw, op);
            return answer(call, state, withdrawn.revision(), withdraw, withdrawn.resolution())
                    .flag("replayed", withdrawn.replayed())
                    .withOp();
        }
        Asked asked = Refusal.renaming(
                "of", "principal", () -> state.ask(spec(arguments).commandId(op)));
        Question question = asked.question();
        return answer(call, state, asked.revision(), asked.id(), resolution(state, asked))
                .putIfPresent("until", question == null ? null : QuestionFacts.until(question))
                .flag("replayed", asked.replayed())
                .withOp();
    }

    /** A retry may come after the answer. */
    private static @Nullable Resolution resolution(State state, Asked asked) {
        return asked.replayed() ? state.read().resolution(asked.id()) : null;
    }

    private static StateAnswer answer(
            StateCall call, State state, long revision, String question, @Nullable Resolution resolution) {
        return call.answerAbout(state)
                .put("revision", revision)
                .put("question", question)
                .putIfPresent("answer", resolution == null ? null : QuestionFacts.of(resolution));
    }

    private static QuestionSpec spec(Arguments arguments) {
        String text = arguments.optionalString("text");
        if (text == null) {
            throw Refusal.invalid("text", "`state_ask` needs `text`, unless it is to withdraw a question");
        }
        List<String> choices = arguments.strings("choices");
        Long ttl = arguments.integer("ttl");
        return new QuestionSpec(
                text,
                choices == null || choices.isEmpty() ? QuestionSpec.YES_OR_NO : choices,
                arguments.optionalString("principal"),
                ttl == null ? null : Duration.ofSeconds(ttl),
                arguments.optionalString("default"),
                null);
    }
}
