package dev.holdfast.cli.moving;

import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Write;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Brings what another program kept into a state: only what the state lacks, under an id that the content gives. */
final class Arrival {
    /** Sessions or entities, one of them, what belongs to it, and one of that. */
    private static final int LEVELS = 4;

    private Arrival() {}

    /** Returns what {@code --json} prints. */
    static JsonObject of(ForeignMemory memory, States states, String name) {
        State state = states.open(StateSpec.named(name)).state();
        StateView view = state.read();
        Missing missing = Missing.of(view.document(), memory.document(), LEVELS);
        long revision = view.revision();
        if (!missing.isEmpty()) {
            Write.Builder write = Write.builder();
            missing.write(write);
            byte[] content = write.build().toJson().toCanonical();
            String id = UUID.nameUUIDFromBytes(
                            (name + "\n" + view.revision() + "\n" + new String(content, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8))
                    .toString();
            write.ifRevision(view.revision()).commandId("import-" + id).note("imported: " + memory.kind());
            revision = state.write(write.build()).revision();
        }
        return JsonObject.builder()
                .put("kind", memory.kind())
                .put("name", name)
                .put("handle", state.handle().value())
                .put("revision", revision)
                .put("added", missing.added())
                .put("same", missing.same())
                .put("left", missing.left())
                .build();
    }

    static void print(JsonObject result, PrintWriter out) {
        out.println(result.string("kind") + ", into @" + result.string("name") + ": " + result.get("added")
                + " values added, " + result.get("same") + " were there, " + result.get("left")
                + " differ and stay as they are; revision " + result.get("revision"));
    }
}
