package dev.holdfast.server;

import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Merged;
import dev.holdfast.engine.State;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.ShortValues;
import dev.holdfast.server.answer.StateAnswer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code state_merge}: merges the changes of another state that is related by forks. */
final class MergeTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_merge",
            "Bring what `from` changed into `handle`: its fork, what it was forked from, or another fork of that. All"
                    + " or nothing: on `conflict` both changed a key (increments do not add up), and `prefer` says"
                    + " whose value to take for those.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "from":{"type":"string","description":"handle"},
              "prefer":{"type":"string","enum":["ours","theirs"],"description":"theirs = of `from`"},
              "if_revision":{"type":"integer","minimum":0},
              "op":{"type":"string"}},
             "required":["handle","from"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "changed":{"type":"array","items":{"type":"string"}},
              "values":{"type":"object"},
              "omitted":{"type":"object","additionalProperties":{"type":"integer"}},
              "deleted":{"type":"array","items":{"type":"string"}},
              "resolved":{"type":"array","items":{"type":"string"}},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","changed","op"]}\
            """,
            ToolSpec.changing(true, true));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        State state = call.state();
        Merged merged = state.merge(new Merge(
                Refusal.renaming("handle", "from", () -> call.states().state(arguments.string("from")))
                        .handle(),
                prefer(arguments.optionalString("prefer")),
                arguments.integer("if_revision"),
                arguments.optionalString("op")));
        StateAnswer answer =
                call.answerAbout(state).put("revision", merged.revision()).names("changed", merged.changed());
        return ShortValues.putChanged(answer, merged.changed(), merged.document())
                .namesIfAny("resolved", merged.resolved())
                .flag("replayed", merged.replayed())
                .withOp();
    }

    private static Merge.@Nullable Prefer prefer(@Nullable String name) {
        return name == null ? null : Merge.Prefer.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
