package dev.holdfast.server;

import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.StateAnswer;
import dev.holdfast.server.answer.StoredText;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code state}: one key, got or set, by default of the caller's own default state. Reading never creates that state.
 *
 * <p>A {@code value} of null is written as null, unless {@code handle} is null too: then a host filled in every
 * optional argument, and the call is a read. The answer's {@code wrote} tells which it was.
 */
final class ValueTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "state",
            "Get or set one key of your default state (or of `handle`). With `value` it sets, null included;"
                    + " without, it gets.",
            """
            {"type":"object","properties":{
              "key":{"type":"string"},
              "value":{"description":"any JSON, not as text"},
              "handle":{"type":"string"},
              "op":{"type":"string"}},
             "required":["key"]}\
            """,
            """
            {"type":"object","properties":{
              "key":{"type":"string"},
              "value":{},
              "exists":{"type":"boolean"},
              "wrote":{"type":"boolean"},
              "state_type":{"type":"string"},
              "handle":{"type":["string","null"]},
              "revision":{"type":"integer"},
              "stored_as_string":{"type":"boolean"},
              "replayed":{"type":"boolean"},
              "expires_at":{"type":["string","null"]},
              "op":{"type":"string"}},
             "required":["key","value","exists","wrote","state_type","handle","revision","expires_at","op"]}\
            """,
            ToolSpec.changing(true, true));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public boolean changes(JsonObject sent) {
        return sent.get("value") instanceof JsonNull ? !(sent.get("handle") instanceof JsonNull) : sent.has("value");
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        String key = Keys.checked("key", arguments.string("key"));
        return changes(arguments.sent())
                ? set(call, key, Objects.requireNonNullElse(arguments.any("value"), JsonNull.NULL))
                : get(call, key);
    }

    private static JsonObject get(StateCall call, String key) {
        Optional<State> state = call.arguments().has("handle")
                ? Optional.of(call.state())
                : call.states().defaultState();
        if (state.isEmpty()) {
            return answer(call, key, null, false)
                    .put("handle", JsonNull.NULL)
                    .put("revision", 0)
                    .expires(null)
                    .withOp();
        }
        StateView view = state.get().read();
        return answer(call, key, Keys.resolve(view.document(), key), false)
                .put("handle", view.handle().value())
                .put("revision", view.revision())
                .expires(view.expiresAt())
                .withOp();
    }

    private static JsonObject set(StateCall call, String key, Json value) {
        State state =
                call.arguments().has("handle") ? call.state() : call.states().openDefault();
        Write.Builder write = Write.builder().set(key, value);
        String op = call.arguments().optionalString("op");
        if (op != null) {
            write.commandId(op);
        }
        Written written = Refusal.renaming("set", "key", () -> state.write(write.build()));
        return answer(call, key, value, true)
                .put("handle", state.handle().value())
                .put("revision", written.revision())
                .flag("stored_as_string", StoredText.isJson(value))
                .flag("replayed", written.replayed())
                .expires(written.expiresAt())
                .withOp();
    }

    private static StateAnswer answer(StateCall call, String key, @Nullable Json value, boolean wrote) {
        return call.answer()
                .put("key", key)
                .put("value", Objects.requireNonNullElse(value, JsonNull.NULL))
                .put("exists", value != null)
                .put("wrote", wrote)
                .put("state_type", call.holdfast().store().stateType());
    }
}
