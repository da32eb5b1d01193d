package dev.holdfast.engine;

import dev.holdfast.engine.machine.Transition;
import dev.holdfast.engine.workflow.Happening;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event refers to: earlier revisions, another state, a scheduled write, a question, what a machine was sent, or
 * what happened in a run. Immutable.
 */
public sealed interface Cause {
    /** Undoes the events at these revisions, latest first. */
    record Undoes(List<Long> revisions) implements Cause {
        public Undoes {
            revisions = List.copyOf(revisions);
        }
    }

    /** Redoes the undone events at these revisions, in this order. */
    record Redoes(List<Long> revisions) implements Cause {
        public Redoes {
            revisions = List.copyOf(revisions);
        }
    }

    /** Restores the document as it was at this revision. */
    record Restores(long revision) implements Cause {}

    /** Carries out the scheduled write with this id, or records that it was refused or canceled. */
    record Scheduled(String id) implements Cause {}

    /** Creates a state as a copy of this version. */
    record Forked(Version origin) implements Cause {}

    /** Merges the changes of another state up to this version. */
    record Merged(Version from) implements Cause {}

    /**
     * Ends the question with this id.
     *
     * @param choice what counts as its answer; null for none
     */
    record Resolves(String question, @Nullable String choice) implements Cause {}

    /**
     * Moves a machine.
     *
     * @param event the type of what it was sent
     * @param transitions what was taken, in order
     */
    record Sent(String event, List<Transition> transitions) implements Cause {
        public Sent {
            transitions = List.copyOf(transitions);
        }
    }

    /**
     * Moves a run of a workflow.
     *
     * @param happened what happened, in order: the JSON form of {@link dev.holdfast.engine.workflow.Happening} without
     *     values and messages, which the document has. The first {@value #MOST} of it
     * @param more how much more happened
     */
    record Advanced(List<JsonObject> happened, int more) implements Cause {
        /** How much of what happened is told at most. */
        public static final int MOST = 20;

        public Advanced {
            happened = List.copyOf(happened);
        }

        /** The cause that tells all of this, or as much as is told. */
        public static Advanced of(List<Happening> all) {
            return new Advanced(
                    all.stream().limit(MOST).map(Happening::brief).toList(), Math.max(0, all.size() - MOST));
        }
    }

    /** The JSON form, as stored and shown. */
    default JsonObject toJson() {
        return switch (this) {
            case Undoes(List<Long> revisions) -> JsonObject.of("undoes", numbers(revisions));
            case Redoes(List<Long> revisions) -> JsonObject.of("redoes", numbers(revisions));
            case Restores(long revision) -> JsonObject.of("restores", Json.of(revision));
            case Scheduled(String id) -> JsonObject.of("scheduled", Json.of(id));
            case Forked(Version origin) -> JsonObject.of("forked", origin.toJson());
            case Merged(Version from) -> JsonObject.of("merged", from.toJson());
            case Resolves(String question, String choice) ->
                JsonObject.builder()
                        .put("question", question)
                        .putIfPresent("choice", choice == null ? null : Json.of(choice))
                        .build();
            case Sent(String event, List<Transition> transitions) ->
                JsonObject.of(
                        "sent",
                        Json.of(event),
                        "transitions",
                        JsonArray.copyOf(
                                transitions.stream().map(Transition::toJson).toList()));
            case Advanced(List<JsonObject> happened, int more) ->
                JsonObject.builder()
                        .put("happened", JsonArray.copyOf(happened))
                        .putIfPresent("more", more == 0 ? null : Json.of(more))
                        .build();
        };
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static Cause parse(JsonObject json) {
        if (json.get("undoes") instanceof JsonArray undone) {
            return new Undoes(revisions(undone));
        }
        if (json.get("redoes") instanceof JsonArray redone) {
            return new Redoes(revisions(redone));
        }
        if (json.get("restores") instanceof JsonNumber restored) {
            return new Restores(revision(restored));
        }
        if (json.get("scheduled") instanceof JsonString id) {
            return new Scheduled(id.value());
        }
        if (json.get("forked") instanceof JsonObject origin) {
            return new Forked(Version.parse(origin));
        }
        if (json.get("merged") instanceof JsonObject from) {
            return new Merged(Version.parse(from));
        }
        if (json.get("question") instanceof JsonString question) {
            return new Resolves(question.value(), json.string("choice"));
        }
        if (json.get("sent") instanceof JsonString event && json.get("transitions") instanceof JsonArray transitions) {
            return new Sent(
                    event.value(),
                    transitions.stream()
                            .map(one -> Transition.parse((JsonObject) one))
                            .toList());
        }
        if (json.get("happened") instanceof JsonArray happened) {
            JsonNumber more = json.number("more");
            return new Advanced(
                    happened.stream().map(JsonObject.class::cast).toList(),
                    more == null ? 0 : Math.toIntExact(revision(more)));
        }
        throw new IllegalArgumentException("not a cause: " + json.keys());
    }

    private static JsonArray numbers(List<Long> revisions) {
        return JsonArray.copyOf(revisions.stream().map(Json::of).toList());
    }

    private static List<Long> revisions(JsonArray numbers) {
        return numbers.stream().map(number -> revision((JsonNumber) number)).toList();
    }

    private static long revision(JsonNumber number) {
        return number.exactLong().orElseThrow(() -> new IllegalArgumentException("not a revision"));
    }
}
