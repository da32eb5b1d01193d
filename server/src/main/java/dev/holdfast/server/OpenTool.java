package dev.holdfast.server;

import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code state_open}: creates a state, opens one by name, forks one, or brings a closed or expired one back by its
 * handle. Settings given for a state that exists are applied to it; {@code data} is the first document and only used on
 * creation.
 */
final class OpenTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_open",
            "Open the state called `name`, creating it if new; without `name` create an unnamed one; with `handle`"
                    + " bring back a closed or expired one (within 7 days). Pass the returned `handle` (or `@name`) to"
                    + " the other tools. Sessions (the default without a name) expire after idle_ttl seconds (default a"
                    + " day) without a change: see expires_at.",
            """
            {"type":"object","properties":{
              "name":{"type":"string"},
              "handle":{"type":"string"},
              "labels":{"type":"object","additionalProperties":{"type":"string"}},
              "lifetime":{"type":"string","enum":["session","persistent"]},
              "idle_ttl":{"type":"integer","minimum":1},
              "keep":{"type":"object","additionalProperties":{"type":"integer","minimum":1},\
              "description":"history kept: {revisions: N, age: seconds}; default all"},
              "data":{"type":"object","description":"first document, used only on creation"},
              "schema":{"type":["object","boolean"],"description":"JSON Schema 2020-12 of the document"},
              "rules":{"type":"array","items":{"type":"object","properties":{
                "expr":{"type":"string","description":"CEL over self"},
                "message":{"type":"string"}}}},
              "fork_of":{"type":"string","description":"handle; create a copy of it"},
              "at_revision":{"type":"integer","minimum":1,"description":"of fork_of"},
              "op":{"type":"string"}}}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "name":{"type":["string","null"]},
              "created":{"type":"boolean"},
              "previous":{"type":"string"},
              "origin":{"type":"object","properties":{
                "handle":{"type":"string"},
                "revision":{"type":"integer"}},
               "required":["handle","revision"]},
              "revision":{"type":"integer"},
              "stored_as_string":{"type":"array","items":{"type":"string"}},
              "replayed":{"type":"boolean"},
              "hint":{"type":"string"},
              "expires_at":{"type":["string","null"]},
              "op":{"type":"string"}},
             "required":["handle","name","created","revision","expires_at","op"]}\
            """,
            ToolSpec.changing(false, false));

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Opened opened = call.states().open(spec(call));
        StateAnswer answer = call.answer()
                .put("handle", opened.state().handle().value())
                .putOrNull("name", opened.view().name())
                .put("created", opened.created());
        if (opened.previous() != null) {
            answer.put("previous", opened.previous().value());
        }
        Version origin = opened.created() ? opened.view().origin() : null;
        return answer.putIfPresent("origin", origin == null ? null : origin.toJson())
                .put("revision", opened.view().revision())
                .flag("replayed", opened.replayed())
                .namesIfAny("stored_as_string", opened.created() ? StoredText.names(call.arguments().object("data")) : List.of())
                .putIfPresent("hint", hint(opened))
                .expires(opened.view().expiresAt())
                .withOp();
    }

    /** The answer, with the address at which the document can be read and subscribed to. */
    @Override
    public Outcome step(StateCall call, ToolCall request) {
        JsonObject answer = answer(call);
        String handle = Objects.requireNonNull(answer.string("handle"));
        return Outcome.complete(ToolResult.of(answer).with(StateResources.link(handle, answer.string("name"))));
    }

    private static StateSpec spec(StateCall call) {
        Arguments arguments = call.arguments();
        return new StateSpec(
                arguments.optionalString("name"),
                handle(call),
                arguments.has("labels") ? arguments.stringMap("labels") : null,
                lifetime(arguments.optionalString("lifetime")),
                ttl(arguments.integer("idle_ttl")),
                keep(arguments.object("keep")),
                arguments.object("data"),
                arguments.optionalString("op"),
                arguments.any("schema"),
                rules(arguments.array("rules")),
                fork(arguments));
    }

    private static @Nullable Fork fork(Arguments arguments) {
        String of = arguments.optionalString("fork_of");
        if (of == null && arguments.has("at_revision")) {
            throw Refusal.invalid(
                    "at_revision", "`at_revision` goes with `fork_of`; to read an older one use state_read");
        }
        return of == null ? null : new Fork(of, arguments.integer("at_revision"));
    }

    private static @Nullable List<Rule> rules(@Nullable JsonArray rules) {
        return rules == null ? null : Rule.parse(rules);
    }

    /** The engine opens by handle only, so {@code @name} is resolved here. */
    private static @Nullable String handle(StateCall call) {
        String handle = call.arguments().optionalString("handle");
        return handle != null && handle.startsWith("@") ? call.state().handle().value() : handle;
    }

    static @Nullable Lifetime lifetime(@Nullable String name) {
        return name == null ? null : Lifetime.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Duration ttl(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static @Nullable Keep keep(@Nullable JsonObject json) {
        return json == null ? null : Keep.parse(json);
    }

    private static @Nullable String hint(Opened opened) {
        if (opened.nameLost()) {
            return "Another state has its name now, so this one came back without.";
        }
        return opened.dataApplied()
                ? null
                : "The state existed already, so `data` was not used; write what is missing.";
    }
}
