package dev.holdfast.server;

import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.MachineFacts;
import dev.holdfast.server.answer.QuestionFacts;
import dev.holdfast.server.answer.StateAnswer;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code state_read}: the document or a part of it, now or as it was. A name in {@code keys} without a value is left
 * out of {@code data}; an empty {@code keys} asks for an outline instead of values.
 */
final class ReadTool implements StateTool {
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_read",
            "Read a state: all, or `keys` (a name starting with / is a JSON Pointer; [] lists keys with size and"
                    + " revision); now, at_revision, at_time, or only what changed since_revision (0 = ever), with"
                    + " {key: revision} of what was `deleted`. max_bytes bounds the answer: go on with `cursor` and the"
                    + " same arguments.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "keys":{"type":"array","items":{"type":"string"}},
              "at_revision":{"type":"integer","minimum":1},
              "at_time":{"type":"string","format":"date-time"},
              "since_revision":{"type":"integer","minimum":0},
              "max_bytes":{"type":"integer","minimum":1},
              "cursor":{"type":"string"}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "data":{"type":"object"},
              "keys":{"type":"object","additionalProperties":{"type":"object"}},
              "deleted":{"type":"object","additionalProperties":{"type":"integer"}},
              "full":{"type":"boolean"},
              "omitted":{"type":"object","additionalProperties":{"type":"integer"}},
              "cursor":{"type":"string"},
              "scheduled":{"type":"object","additionalProperties":{"type":"string"}},
              "leases":{"type":"object","additionalProperties":{"type":"object"}},
              "machine":{"type":"object"},
              "questions":{"type":"object","additionalProperties":{"type":"object"}},
              "expires_at":{"type":["string","null"]},
              "op":{"type":"string"}},
             "required":["revision","expires_at","op"]}\
            """,
            ToolSpec.reading());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        List<String> keys = arguments.strings("keys");
        State state = call.state();
        ReadVersion reading = ReadVersion.of(state, arguments);
        boolean outline = keys != null && keys.isEmpty();
        ReadPage page = page(outline ? reading.sizes() : reading.values(keys), arguments);
        StateAnswer answer = call.answerAbout(state)
                .put("revision", reading.view().revision())
                .put(outline ? "keys" : "data", page.data());
        answer.putIfPresent("deleted", numbers(reading.deleted(keys))).flag("full", reading.full());
        if (!page.omitted().isEmpty()) {
            answer.put("omitted", page.omitted());
        }
        return answer.putIfPresent("cursor", cursor(reading, page))
                .putIfPresent("scheduled", scheduled(reading.view()))
                .putIfPresent("leases", leases(reading.view()))
                .putIfPresent("machine", MachineFacts.of(state, reading.view()))
                .putIfPresent(
                        "questions", QuestionFacts.shortened(reading.view().questions()))
                .expires(expiry(state, reading, arguments))
                .withOp();
    }

    private static ReadPage page(SortedMap<String, Json> values, Arguments arguments) {
        String cursor = arguments.optionalString("cursor");
        SortedMap<String, Json> rest = cursor == null
                ? values
                : values.tailMap(ReadCursor.parse(cursor).next());
        Long maxBytes = arguments.integer("max_bytes");
        return maxBytes == null ? ReadPage.all(rest) : ReadPage.of(rest, maxBytes);
    }

    private static @Nullable String cursor(ReadVersion reading, ReadPage page) {
        return page.next() == null
                ? null
                : new ReadCursor(reading.view().revision(), page.next(), reading.full()).toString();
    }

    private static @Nullable JsonObject numbers(@Nullable SortedMap<String, Long> given) {
        if (given == null) {
            return null;
        }
        JsonObject.Builder numbers = JsonObject.builder();
        given.forEach(numbers::put);
        return numbers.build();
    }

    /** Scheduled writes by id, with their due times; null if there are none. */
    private static @Nullable JsonObject scheduled(StateView view) {
        JsonObject.Builder due = JsonObject.builder();
        view.scheduled().forEach(write -> due.put(write.id(), write.due().toString()));
        return view.scheduled().isEmpty() ? null : due.build();
    }

    /** Leases with their holders and ends; null if there are none. Tokens are not shown: they are for holders only. */
    private static @Nullable JsonObject leases(StateView view) {
        JsonObject.Builder leases = JsonObject.builder();
        view.leases()
                .forEach((name, lease) -> leases.put(
                        name,
                        JsonObject.builder()
                                .put("holder", lease.holder())
                                .put("until", lease.until().toString())
                                .build()));
        return view.leases().isEmpty() ? null : leases.build();
    }

    /** When the state expires, as of now, even if an older revision was read. */
    private static @Nullable Instant expiry(State state, ReadVersion reading, Arguments arguments) {
        boolean past = arguments.has("at_revision") || arguments.has("at_time") || arguments.has("cursor");
        return past ? state.read().expiresAt() : reading.view().expiresAt();
    }
}
