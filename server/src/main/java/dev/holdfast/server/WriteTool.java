package dev.holdfast.server;

import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.ShortValues;
import dev.holdfast.server.answer.StateAnswer;
import dev.holdfast.server.answer.StoredText;
import java.util.List;

/**
 * {@code state_write}: changes a document in one step, all or nothing, optionally only if it is unchanged since a
 * revision.
 */
final class WriteTool implements StateTool {
    private static final ToolSpec WITH_LEASES = ToolSpec.of(
            "state_write",
            "Change a state in one atomic step: set {key: value}, increment {key: n}, append or add_to_set {key:"
                    + " [values]}, delete [keys], merge or patch the document. Combine them freely on different keys;"
                    + " a key starting with / is a JSON Pointer. Every answer carries a fresh `op`: send it with your"
                    + " next change (the first may do with one of your own, or none), and the same `op` again to"
                    + " retry safely; for parallel calls append .1, .2, … to it. if_revision guards against others'"
                    + " changes: on `conflict` redo yours on the values it shows. On `expired` state_open {handle}"
                    + " brings the state back. Handle lost? state_list.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "set":{"type":"object"},
              "ttl":{"type":"object","additionalProperties":{"type":"integer"},"description":"seconds a set key lives"},
              "merge":{"type":"object","description":"RFC 7396"},
              "patch":{"type":"array","items":{"type":"object"},"description":"RFC 6902"},
              "increment":{"type":"object","additionalProperties":{"type":"number"}},
              "append":{"type":"object","additionalProperties":{"type":"array"}},
              "add_to_set":{"type":"object","additionalProperties":{"type":"array"}},
              "delete":{"type":"array","items":{"type":"string"}},
              "if_revision":{"type":["integer","object"],"description":"N or {key: N}; 0 = absent"},
              "lease":{"type":"object","additionalProperties":{"type":"integer"},\
              "description":"{name: token} you hold"},
              "delay":{"type":"integer","minimum":1,"description":"seconds; answers `scheduled`"},
              "cancel":{"type":"string","description":"a `scheduled` id, alone"},
              "op":{"type":"string"},
              "note":{"type":"string","description":"why, for the history"}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "changed":{"type":"array","items":{"type":"string"}},
              "values":{"type":"object"},
              "omitted":{"type":"object","additionalProperties":{"type":"integer"}},
              "lengths":{"type":"object","additionalProperties":{"type":"integer"}},
              "stored_as_string":{"type":"array","items":{"type":"string"}},
              "scheduled":{"type":"string"},
              "due":{"type":"string"},
              "replayed":{"type":"boolean"},
              "expires_at":{"type":["string","null"]},
              "op":{"type":"string"}},
             "required":["revision","changed","expires_at","op"]}\
            """,
            ToolSpec.changing(true, false));

    private static final ToolSpec WITHOUT_LEASES = WITH_LEASES.without("lease");

    private final boolean leases;

    /** @param leases whether there are leases to write under */
    WriteTool(boolean leases) {
        this.leases = leases;
    }

    @Override
    public ToolSpec spec() {
        return leases ? WITH_LEASES : WITHOUT_LEASES;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Write write = Write.parse(call.arguments().without("handle"));
        State state = call.state();
        Written written = state.write(write);
        StateAnswer answer =
                call.answerAbout(state).put("revision", written.revision()).names("changed", written.changed());
        ShortValues.put(answer, written.values()).putIfAny("lengths", ShortValues.numbers(written.lengths()));
        Scheduled scheduled = written.scheduled();
        if (scheduled != null) {
            answer.put("scheduled", scheduled.id()).put("due", scheduled.due().toString());
        }
        return answer.namesIfAny("stored_as_string", texts(call.arguments()))
                .flag("replayed", written.replayed())
                .expires(written.expiresAt())
                .withOp();
    }

    private static List<String> texts(Arguments arguments) {
        return StoredText.names(
                arguments.object("set"),
                arguments.object("merge"),
                arguments.object("append"),
                arguments.object("add_to_set"));
    }
}
