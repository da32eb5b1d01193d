package dev.holdfast.server;

import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Outcome;
import dev.holdfast.mcp.ToolCall;
import dev.holdfast.mcp.ToolResult;
import dev.holdfast.server.answer.MachineFacts;
import dev.holdfast.server.answer.StateAnswer;
import dev.holdfast.server.answer.StoredText;
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
    /** Settings of up to this size are shown to callers that did not ask for them. */
    private static final int SHOWN_BYTES = 512;

    private static final ToolSpec WITH_MACHINE = ToolSpec.of(
            "state_open",
            "Open the state called `name`, creating it if new; without `name` create an unnamed one; with `handle`"
                    + " bring back a closed or expired one (within 7 days). Pass the returned `handle` (or `@name`) to"
                    + " the other tools. Names are per user: all your conversations and clients share them. Named"
                    + " states and the default state last until closed; sessions (the default without a name) expire"
                    + " after idle_ttl seconds (default a day) without a change: see expires_at. Of an open state this"
                    + " changes the settings given, answers what it `replaced`, and the present schema and rules.",
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
              "schema":{"type":["object","boolean"],"description":"JSON Schema 2020-12 of the document; true = none"},
              "rules":{"type":"array","items":{"type":"object","also":"string","properties":{
                "expr":{"type":"string","description":"CEL over self"},
                "message":{"type":"string"}}}},
              "machine":{"type":"object","description":"statechart in XState 5 JSON; guard and assign in CEL over\
               context, event"},
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
              "schema":{"type":["object","boolean"]},
              "rules":{"type":"array","items":{"type":"object"}},
              "machine":{"type":"object"},
              "replaced":{"type":"object"},
              "omitted":{"type":"object","additionalProperties":{"type":"integer"}},
              "revision":{"type":"integer"},
              "stored_as_string":{"type":"array","items":{"type":"string"}},
              "replayed":{"type":"boolean"},
              "hint":{"type":"string"},
              "expires_at":{"type":["string","null"]},
              "op":{"type":"string"}},
             "required":["handle","name","created","revision","expires_at","op"]}\
            """,
            ToolSpec.changing(false, false));

    private static final ToolSpec WITHOUT_MACHINE = WITH_MACHINE.without("machine");

    private final ToolSpec spec;

    OpenTool(boolean withMachine) {
        this.spec = withMachine ? WITH_MACHINE : WITHOUT_MACHINE;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public JsonObject answer(StateCall call) {
        StateSpec spec = spec(call);
        Opened opened = Refusal.renaming("set", "data", () -> open(call, spec));
        StateAnswer answer = call.answer()
                .put("handle", opened.state().handle().value())
                .putOrNull("name", opened.view().name())
                .put("created", opened.created());
        if (opened.previous() != null) {
            answer.put("previous", opened.previous().value());
        }
        Version origin = opened.created() ? opened.view().origin() : null;
        putSettings(call, opened, answer);
        return answer.putIfPresent("origin", origin == null ? null : origin.toJson())
                .put("revision", opened.view().revision())
                .putIfPresent("machine", MachineFacts.of(opened.state(), opened.view()))
                .flag("replayed", opened.replayed())
                .namesIfAny("stored_as_string", texts(call, opened))
                .putIfPresent("hint", hint(opened))
                .expires(opened.view().expiresAt())
                .withOp();
    }

    private static List<String> texts(StateCall call, Opened opened) {
        return opened.created() ? StoredText.names(call.arguments().object("data")) : List.of();
    }

    /**
     * Of a state that was there before: the schema and rules that it has, and the settings that were replaced, as they
     * were. Long ones are named only, but a caller that gives the handle sees the schema and rules in full.
     */
    private static void putSettings(StateCall call, Opened opened, StateAnswer answer) {
        if (opened.created()) {
            return;
        }
        boolean inFull = call.arguments().has("handle");
        JsonObject.Builder omitted = JsonObject.builder();
        constraints(call, opened.view()).forEach((name, value) -> {
            if (inFull || value.canonicalSize() <= SHOWN_BYTES) {
                answer.put(name, value);
            } else {
                omitted.put(name, value.canonicalSize());
            }
        });
        JsonObject.Builder replaced = JsonObject.builder();
        opened.replaced().forEach((name, value) -> {
            if (value.canonicalSize() <= SHOWN_BYTES) {
                replaced.put(name, value);
            } else {
                omitted.put("replaced." + name, value.canonicalSize());
            }
        });
        answer.putIfAny("replaced", replaced.build()).putIfAny("omitted", omitted.build());
    }

    /** What the document must satisfy, except what the caller has just given. */
    private static JsonObject constraints(StateCall call, StateView view) {
        Json schema = call.arguments().has("schema") ? null : view.schema();
        boolean ruled = !call.arguments().has("rules") && !view.rules().isEmpty();
        return JsonObject.builder()
                .putIfPresent("schema", schema)
                .putIfPresent("rules", ruled ? Rule.toJson(view.rules()) : null)
                .build();
    }

    /** The answer, with the address at which the document can be read and subscribed to. */
    @Override
    public Outcome step(StateCall call, ToolCall request) {
        JsonObject answer = answer(call);
        String handle = Objects.requireNonNull(answer.string("handle"));
        return Outcome.complete(ToolResult.of(answer).with(StateResources.link(handle, answer.string("name"))));
    }

    private static Opened open(StateCall call, StateSpec spec) {
        return spec.fork() == null || spec.handle() != null
                ? call.states().open(spec)
                : Refusal.renaming("handle", "fork_of", () -> call.states().open(spec));
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
                machine(arguments.object("machine")),
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

    private static @Nullable Machine machine(@Nullable JsonObject definition) {
        return definition == null ? null : Machine.of(definition);
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
