package dev.holdfast.server;

import dev.holdfast.engine.State;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.server.answer.ShortValues;
import dev.holdfast.server.answer.StateAnswer;
import java.util.List;

/**
 * {@code state_undo}: undoes changes, redoes them, or restores an older revision. It is itself a change like any other.
 */
final class UndoTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_undo",
            "Undo the last change of the document by any caller (or `steps` of them, or only that of `revision`),"
                    + " `redo` what was undone, or restore to_revision.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "steps":{"type":"integer","minimum":1},
              "redo":{"type":"boolean"},
              "to_revision":{"type":"integer","minimum":0},
              "revision":{"type":"integer","minimum":1},
              "if_revision":{"type":"integer","minimum":0},
              "op":{"type":"string"}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "changed":{"type":"array","items":{"type":"string"}},
              "values":{"type":"object"},
              "omitted":{"type":"object","additionalProperties":{"type":"integer"}},
              "deleted":{"type":"array","items":{"type":"string"}},
              "reverted":{"type":"array","items":{"type":"object","properties":{
                "revision":{"type":"integer"},
                "actor":{"type":"string"},
                "note":{"type":"string"},
                "keys":{"type":"array","items":{"type":"string"}}},
               "required":["revision","actor","keys"]}},
              "replayed":{"type":"boolean"},
              "op":{"type":"string"}},
             "required":["revision","changed","reverted","op"]}\
            """,
            ToolSpec.changing(true, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Undo undo = undo(call.arguments());
        State state = call.state();
        Undone undone = state.undo(undo);
        List<Json> reverted = undone.reverted().stream().map(UndoTool::entry).toList();
        StateAnswer answer =
                call.answerAbout(state).put("revision", undone.revision()).names("changed", undone.changed());
        return ShortValues.putChanged(answer, undone.changed(), undone.document())
                .put("reverted", JsonArray.copyOf(reverted))
                .flag("replayed", undone.replayed())
                .withOp();
    }

    private static Undo undo(Arguments arguments) {
        Long restored = arguments.integer("to_revision");
        Long single = arguments.integer("revision");
        boolean counted = arguments.has("steps") || arguments.flag("redo");
        if ((restored != null && single != null) || (counted && (restored != null || single != null))) {
            throw Refusal.invalid(
                    restored != null ? "to_revision" : "revision",
                    "give one of `to_revision`, `revision`, or `steps` with or without `redo`");
        }
        Undo undo = restored != null ? Undo.restore(restored) : single != null ? Undo.event(single) : steps(arguments);
        Long ifRevision = arguments.integer("if_revision");
        return (ifRevision == null ? undo : undo.ifRevision(ifRevision)).commandId(arguments.optionalString("op"));
    }

    private static Undo steps(Arguments arguments) {
        Long steps = arguments.integer("steps");
        int count = steps == null ? 1 : (int) Math.min(steps, Integer.MAX_VALUE);
        return arguments.flag("redo") ? Undo.redo(count) : Undo.last(count);
    }

    private static Json entry(Undone.Reverted reverted) {
        return JsonObject.builder()
                .put("revision", reverted.revision())
                .put("actor", reverted.actor())
                .putIfPresent("note", reverted.note() == null ? null : new JsonString(reverted.note()))
                .put("keys", StateAnswer.strings(reverted.keys()))
                .build();
    }
}
