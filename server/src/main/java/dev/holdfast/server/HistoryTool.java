package dev.holdfast.server;

import dev.holdfast.engine.Diff;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.State;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.answer.StateAnswer;
import dev.holdfast.server.shared.Anticipated;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code state_history}: what happened to a state, or how its document differs between two revisions. */
final class HistoryTool implements StateTool {
    /** The most bytes of a difference. */
    private static final int DIFF_BYTES = 16_384;

    private static final ToolSpec SPEC = ToolSpec.of(
            "state_history",
            "The events from_revision to to_revision (or by time, as 2026-08-01T10:00:00Z), oldest first: who changed"
                    + " what, when and why, and what each value `was`; with `key` only its own. With diff, how the"
                    + " document differs between the two instead. Go on with `cursor` and the same arguments.",
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "from_revision":{"type":"integer","minimum":1},
              "to_revision":{"type":"integer","minimum":1},
              "from_time":{"type":"string"},
              "to_time":{"type":"string"},
              "key":{"type":"string"},
              "diff":{"type":"boolean"},
              "cursor":{"type":"string"}},
             "required":["handle"]}\
            """,
            """
            {"type":"object","properties":{
              "handle":{"type":"string"},
              "revision":{"type":"integer"},
              "events":{"type":"array","items":{"type":"object","properties":{
                "revision":{"type":"integer"},
                "at":{"type":"string"},
                "actor":{"type":"string"},
                "type":{"type":"string"},
                "keys":{"type":"array","items":{"type":"string"}},
                "note":{"type":"string"},
                "cause":{"type":"object"},
                "patch":{"type":"array","items":{"type":"object"}},
                "patch_bytes":{"type":"integer"},
                "was":{"type":"object"}},
               "required":["revision","at","actor","type","keys"]}},
              "from_revision":{"type":"integer"},
              "to_revision":{"type":"integer"},
              "diff":{"type":"object","additionalProperties":{"type":"array"}},
              "omitted":{"type":"object","additionalProperties":{"type":"integer"}},
              "cursor":{"type":"string"},
              "op":{"type":"string"}},
             "required":["revision","op"]}\
            """,
            ToolSpec.reading());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        State state = call.state();
        long newest = state.read().revision();
        StateAnswer answer = call.answerAbout(state).put("revision", newest);
        return (call.arguments().flag("diff")
                        ? diff(state, newest, call.arguments(), answer)
                        : events(state, newest, call.arguments(), answer))
                .withOp();
    }

    private static StateAnswer events(State state, long newest, Arguments arguments, StateAnswer answer) {
        Long from = first(state, arguments);
        Long to = last(state, arguments);
        String key = arguments.optionalString("key");
        String cursor = arguments.optionalString("cursor");
        if (cursor != null) {
            from = revision(cursor);
        }
        long last = to == null ? newest : Math.min(to, newest);
        Predicate<Event> wanted = event -> key == null || event.keys().contains(key);
        EventPage page = from == null
                ? EventList.fromOldest(() -> ofAll(state, to == null ? null : last, wanted))
                : EventPage.of(state, from, last, wanted);
        return answer.put("events", JsonArray.copyOf(page.events()))
                .putIfPresent("cursor", page.next() == null ? null : page.next().toString());
    }

    private static StateAnswer diff(State state, long newest, Arguments arguments, StateAnswer answer) {
        Long from = arguments.has("from_time")
                ? Long.valueOf(state.at(time(arguments, "from")).revision())
                : arguments.integer("from_revision");
        Long to = last(state, arguments);
        String key = arguments.optionalString("key");
        String text = arguments.optionalString("cursor");
        ReadCursor cursor = text == null ? null : ReadCursor.parse(text);
        long last = cursor != null ? cursor.revision() : to == null ? newest : to;
        Diff diff = state.diff(from == null ? Math.max(1, last - 1) : from, last);
        SortedMap<String, Json> keys = new TreeMap<>();
        diff.keys().forEach((changed, patch) -> {
            if (key == null || key.equals(changed)) {
                keys.put(changed, patch.toJson());
            }
        });
        ReadPage page = ReadPage.of(cursor == null ? keys : keys.tailMap(cursor.next()), DIFF_BYTES);
        answer.put("from_revision", diff.from()).put("to_revision", diff.to()).put("diff", page.data());
        if (!page.omitted().isEmpty()) {
            answer.put("omitted", page.omitted());
        }
        return answer.putIfPresent("cursor", cursor(diff, page));
    }

    private static @Nullable String cursor(Diff diff, ReadPage page) {
        return page.next() == null ? null : new ReadCursor(diff.to(), page.next(), false).toString();
    }

    /** The first revision asked for, by number or by time; null for the oldest that is kept. */
    private static @Nullable Long first(State state, Arguments arguments) {
        if (!arguments.has("from_time")) {
            return arguments.integer("from_revision");
        }
        Instant before = time(arguments, "from").minusNanos(1);
        if (before.isBefore(state.read().createdAt())) {
            return null;
        }
        OptionalLong first = Anticipated.orElse(
                OptionalLong.empty(),
                Set.of(Failure.Code.COMPACTED),
                () -> OptionalLong.of(state.at(before).revision() + 1));
        return first.isPresent() ? Long.valueOf(first.getAsLong()) : null;
    }

    /** The last revision asked for, by number or by time; null for the newest. */
    private static @Nullable Long last(State state, Arguments arguments) {
        return arguments.has("to_time")
                ? Long.valueOf(state.at(time(arguments, "to")).revision())
                : arguments.integer("to_revision");
    }

    private static Instant time(Arguments arguments, String end) {
        if (arguments.has(end + "_revision")) {
            throw Refusal.invalid(end + "_time", "give one of `" + end + "_time` and `" + end + "_revision`, not both");
        }
        return Objects.requireNonNull(arguments.instant(end + "_time"));
    }

    /** Up to the newest event there is by then: none of those that were there before need be kept. */
    private static EventPage ofAll(State state, @Nullable Long to, Predicate<Event> wanted) {
        return EventPage.of(state, oldest(state), to == null ? state.read().revision() : to, wanted);
    }

    private static long oldest(State state) {
        List<Event> kept = state.historyKept(1, 1);
        return kept.isEmpty() ? Long.MAX_VALUE : kept.getFirst().revision();
    }

    /** Where the next page of events begins: a revision. */
    private static long revision(String cursor) {
        try {
            long revision = Long.parseLong(cursor);
            if (revision > 0) {
                return revision;
            }
        } catch (NumberFormatException e) {
            throw refused();
        }
        throw refused();
    }

    private static RuntimeException refused() {
        return Refusal.invalid("cursor", "`cursor` must be one that an earlier call returned");
    }
}
