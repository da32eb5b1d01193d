package dev.holdfast.server.events;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventFeed;
import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Question;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.machine.Transition;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What events carry: enough to see whether they matter, and no stored value unless it was asked for. The rest is read
 * by tools, at the revision that the event names.
 */
final class EventData {
    /** Most names in a list. */
    private static final int MOST = 100;

    private final EventFeed feed;
    private final Principal principal;
    private final StateEventType type;
    private final boolean mine;
    private final boolean values;
    private final boolean withoutValues;
    private final @Nullable String work;

    EventData(
            EventFeed feed, Principal principal, StateEventType type, EventArguments arguments, boolean withoutValues) {
        this.feed = feed;
        this.principal = principal;
        this.type = type;
        this.mine = arguments.flag("mine");
        this.values = arguments.flag("values") && !withoutValues;
        this.withoutValues = withoutValues;
        this.work = arguments.text("work");
    }

    /** What an event carries; null if it is not of the type. */
    @Nullable JsonObject of(Event event) {
        JsonObject.Builder data = JsonObject.builder()
                .put("state", event.state().value())
                .put("revision", event.revision())
                .put("type", event.type().wire())
                .put("actor", event.actor());
        return switch (type) {
            case OPENED, CLOSED, EXPIRED, SHARED -> data.build();
            case ANY -> keys(event, data).build();
            case CHANGED -> changed(event, data).build();
            case LEASE_GRANTED -> ifAny("leases", granted(event), data);
            case LEASE_LOST -> ifAny("leases", lost(event), data);
            case TRANSITIONED -> moved(event, data).build();
            case STEP_READY -> ready(event, data);
            case ASKED -> ifAny("questions", asked(event), data);
            case ANSWERED -> ifAny("questions", answered(event), data);
        };
    }

    private static @Nullable JsonObject ifAny(String name, List<JsonObject> found, JsonObject.Builder data) {
        return found.isEmpty()
                ? null
                : data.put(name, JsonArray.copyOf(found.stream().limit(MOST).toList()))
                        .build();
    }

    private static JsonObject.Builder keys(Event event, JsonObject.Builder data) {
        List<Json> names = event.keys().stream().limit(MOST).<Json>map(Json::of).toList();
        return data.put("keys", JsonArray.copyOf(names));
    }

    private JsonObject.Builder changed(Event event, JsonObject.Builder data) {
        keys(event, data);
        if (values) {
            BoundedValues.put(event.keys(), document(feed.before(event)), document(feed.after(event)), data);
        }
        return data;
    }

    private static JsonObject document(Optional<StateView> view) {
        return view.map(StateView::document).orElse(JsonObject.EMPTY);
    }

    // --- Leases

    private List<JsonObject> granted(Event event) {
        return newIn(leases(feed.after(event)), leases(feed.before(event)));
    }

    private List<JsonObject> lost(Event event) {
        return newIn(leases(feed.before(event)), leases(feed.after(event)));
    }

    private static SortedMap<String, Lease> leases(Optional<StateView> view) {
        return view.map(StateView::leases).orElseGet(TreeMap::new);
    }

    /** A lease keeps its token as long as it is renewed. */
    private static List<JsonObject> newIn(SortedMap<String, Lease> here, SortedMap<String, Lease> there) {
        return here.values().stream()
                .filter(lease -> {
                    Lease other = there.get(lease.name());
                    return other == null || other.token() != lease.token();
                })
                .map(lease -> JsonObject.builder()
                        .put("name", lease.name())
                        .put("holder", lease.holder())
                        .put("token", lease.token())
                        .put("until", lease.until().toString())
                        .build())
                .toList();
    }

    // --- Machines and runs

    private static JsonObject.Builder moved(Event event, JsonObject.Builder data) {
        if (event.cause() instanceof Cause.Sent sent) {
            data.put("event", sent.event())
                    .put(
                            "transitions",
                            JsonArray.copyOf(sent.transitions().stream()
                                    .limit(MOST)
                                    .map(Transition::toJson)
                                    .toList()));
        }
        return data;
    }

    /** An event tells the first of what happened in a run; where it leaves something out, that may be a step. */
    private @Nullable JsonObject ready(Event event, JsonObject.Builder data) {
        if (!(event.cause() instanceof Cause.Advanced advanced)) {
            return null;
        }
        List<JsonObject> steps = advanced.happened().stream()
                .filter(what -> "step_ready".equals(what.string("what")))
                .filter(what -> work == null || work.equals(what.string("work")))
                .map(what -> what.without("what"))
                .toList();
        if (advanced.more() > 0) {
            return data.put("steps", JsonArray.copyOf(steps)).put("more", true).build();
        }
        return ifAny("steps", steps, data);
    }

    // --- Questions

    private List<JsonObject> asked(Event event) {
        Set<String> before =
                questions(feed.before(event)).stream().map(Question::id).collect(Collectors.toSet());
        return questions(feed.after(event)).stream()
                .filter(question -> !before.contains(question.id()))
                .filter(question -> !mine || question.isFor(principal))
                .map(EventData::asked)
                .toList();
    }

    private static JsonObject asked(Question question) {
        return JsonObject.builder()
                .put("question", question.id())
                .put("by", question.by())
                .putIfPresent("of", question.of())
                .putIfPresent(
                        "until",
                        question.until() == null ? null : question.until().toString())
                .build();
    }

    private List<JsonObject> answered(Event event) {
        Optional<StateView> after = feed.after(event);
        Set<String> open = questions(after).stream().map(Question::id).collect(Collectors.toSet());
        return questions(feed.before(event)).stream()
                .map(Question::id)
                .filter(question -> !open.contains(question))
                .map(question -> answered(
                        question,
                        after.flatMap(view -> Optional.ofNullable(view.resolution(question)))
                                .orElse(null)))
                .toList();
    }

    private JsonObject answered(String question, @Nullable Resolution resolution) {
        JsonObject.Builder json = JsonObject.builder().put("question", question);
        if (resolution != null) {
            json.put("how", resolution.how().wire())
                    .putIfPresent("choice", withoutValues ? null : resolution.choice())
                    .put("by", resolution.by());
        }
        return json.build();
    }

    private static List<Question> questions(Optional<StateView> view) {
        return view.map(StateView::questions).orElse(List.of());
    }
}
