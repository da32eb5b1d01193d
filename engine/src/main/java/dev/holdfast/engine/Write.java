package dev.holdfast.engine;

import dev.holdfast.engine.internal.decision.Precondition;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPatchException;
import dev.holdfast.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A change to a document: any number of operations, carried out together or not at all, as one event. Immutable.
 *
 * <p>Operations name keys; a name that begins with {@code /} is a JSON Pointer into the document. The operations of one
 * write must touch different keys.
 */
public final class Write {
    private static final Set<String> MEMBERS = Set.of(
            "set",
            "ttl",
            "merge",
            "patch",
            "increment",
            "append",
            "add_to_set",
            "delete",
            "if_revision",
            "lease",
            "delay",
            "run_at",
            "cancel",
            "op",
            "note");
    private static final int LONGEST_NOTE = 2_000;

    private final JsonObject arguments;
    private final @Nullable JsonPatch patch;
    private final Precondition precondition;
    private final WriteTerms terms;
    private final @Nullable String commandId;

    private Write(JsonObject arguments) {
        this.arguments = arguments.without("op");
        this.patch = patch(arguments.get("patch"));
        this.precondition = Precondition.parse(arguments.get("if_revision"));
        this.terms = WriteTerms.parse(arguments);
        this.commandId = CommandIds.checked(string(arguments, "op", CommandIds.LONGEST));
    }

    /**
     * Reads a write from arguments in JSON: {@code set}, {@code merge} (RFC 7396), {@code patch} (RFC 6902),
     * {@code increment}, {@code append}, {@code add_to_set}, {@code delete}; {@code ttl} (seconds that keys of
     * {@code set} live), {@code if_revision}, {@code lease} (tokens by name), {@code delay} (seconds) or
     * {@code run_at}; {@code cancel} (the id of a write that waits); {@code op}, {@code note}.
     *
     * @throws HoldfastException {@code invalid} if there is another member or one has the wrong type
     */
    public static Write parse(JsonObject arguments) {
        for (String member : arguments.keys()) {
            if (!MEMBERS.contains(member)) {
                throw Failure.invalid(member, "A write has no argument of this name.")
                        .toException();
            }
        }
        require(arguments, "set", JsonObject.class::isInstance, "an object of values by key");
        require(arguments, "merge", JsonObject.class::isInstance, "an object to merge into the document (RFC 7396)");
        require(arguments, "increment", Write::isObjectOfNumbers, "an object of numbers by key");
        require(arguments, "append", Write::isObjectOfArrays, "an object of arrays by key, each element one value");
        require(arguments, "add_to_set", Write::isObjectOfArrays, "an object of arrays by key, each element one value");
        require(arguments, "delete", Write::isArrayOfStrings, "an array of keys");
        string(arguments, "note", LONGEST_NOTE);
        Write write = new Write(arguments);
        write.requireTargets();
        return write;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The write as arguments in JSON, without its id: what {@link #parse} reads and retries are compared by. */
    public JsonObject toJson() {
        return arguments;
    }

    public JsonObject set() {
        return object("set");
    }

    public JsonObject merge() {
        return object("merge");
    }

    public @Nullable JsonPatch patch() {
        return patch;
    }

    public JsonObject increment() {
        return object("increment");
    }

    public JsonObject append() {
        return object("append");
    }

    public JsonObject addToSet() {
        return object("add_to_set");
    }

    public JsonArray delete() {
        return arguments.get("delete") instanceof JsonArray keys ? keys : JsonArray.EMPTY;
    }

    public Precondition precondition() {
        return precondition;
    }

    public WriteTerms terms() {
        return terms;
    }

    /** What is left to do of a delayed write when its time has come. */
    public JsonObject undelayed() {
        return arguments.without("delay").without("run_at");
    }

    public @Nullable String commandId() {
        return commandId;
    }

    public @Nullable String note() {
        return arguments.string("note");
    }

    /** Collects the operations of a write. Not safe for use by several threads. */
    public static final class Builder {
        private JsonObject set = JsonObject.EMPTY;
        private @Nullable JsonObject merge;
        private @Nullable JsonPatch patch;
        private JsonObject increment = JsonObject.EMPTY;
        private JsonObject append = JsonObject.EMPTY;
        private JsonObject addToSet = JsonObject.EMPTY;
        private JsonArray delete = JsonArray.EMPTY;
        private JsonObject ttl = JsonObject.EMPTY;
        private JsonObject lease = JsonObject.EMPTY;
        private @Nullable Long delay;
        private @Nullable Instant runAt;
        private @Nullable Json ifRevision;
        private @Nullable String commandId;
        private @Nullable String note;

        private Builder() {}

        public Builder set(String target, Json value) {
            set = set.with(target, value);
            return this;
        }

        public Builder set(String target, String value) {
            return set(target, Json.of(value));
        }

        public Builder set(String target, long value) {
            return set(target, Json.of(value));
        }

        public Builder set(String target, boolean value) {
            return set(target, Json.of(value));
        }

        /** Sets a key that is gone again after a time, in whole seconds. */
        public Builder set(String key, Json value, Duration timeToLive) {
            ttl = ttl.with(key, Json.of(timeToLive.toSeconds()));
            return set(key, value);
        }

        /** RFC 7396: members replace, objects merge, null deletes. */
        public Builder merge(JsonObject value) {
            merge = value;
            return this;
        }

        /** RFC 6902. */
        public Builder patch(JsonPatch value) {
            patch = value;
            return this;
        }

        /** Adds to a number; an absent one counts as 0. */
        public Builder increment(String target, JsonNumber by) {
            increment = increment.with(target, by);
            return this;
        }

        public Builder increment(String target, long by) {
            return increment(target, JsonNumber.of(by));
        }

        /** Adds to the end of an array; an absent one counts as empty. */
        public Builder append(String target, Json... values) {
            append = append.with(target, existing(append, target).appendedAll(JsonArray.of(values)));
            return this;
        }

        /** Adds what the array does not hold yet; an absent one counts as empty. */
        public Builder addToSet(String target, Json... values) {
            addToSet = addToSet.with(target, existing(addToSet, target).appendedAll(JsonArray.of(values)));
            return this;
        }

        public Builder delete(String... targets) {
            for (String target : targets) {
                delete = delete.appended(Json.of(target));
            }
            return this;
        }

        /** Only if no event after this revision changed the document. */
        public Builder ifRevision(long revision) {
            ifRevision = Json.of(revision);
            return this;
        }

        /** Only if no event after this revision changed the key; 0 if it must be absent. */
        public Builder ifRevision(String key, long revision) {
            JsonObject keys = ifRevision instanceof JsonObject object ? object : JsonObject.EMPTY;
            ifRevision = keys.with(key, Json.of(revision));
            return this;
        }

        /** Only if the writer still holds this lease, by the token it was granted with. */
        public Builder lease(String name, long token) {
            lease = lease.with(name, Json.of(token));
            return this;
        }

        /** Not now but after a time, in whole seconds, with the rights and on the document of that moment. */
        public Builder delay(Duration value) {
            delay = value.toSeconds();
            return this;
        }

        /** Not now but at a time, with the rights and on the document of that moment. */
        public Builder runAt(Instant value) {
            runAt = value;
            return this;
        }

        /** The id that makes a retry the same command. */
        public Builder commandId(String id) {
            commandId = id;
            return this;
        }

        public Builder note(String text) {
            note = text;
            return this;
        }

        public Write build() {
            JsonObject.Builder arguments = JsonObject.builder();
            arguments.putIfPresent("set", given(set));
            arguments.putIfPresent("merge", merge);
            arguments.putIfPresent("patch", patch == null ? null : patch.toJson());
            arguments.putIfPresent("increment", given(increment));
            arguments.putIfPresent("append", given(append));
            arguments.putIfPresent("add_to_set", given(addToSet));
            arguments.putIfPresent("delete", delete.size() == 0 ? null : delete);
            arguments.putIfPresent("if_revision", ifRevision);
            arguments.putIfPresent("ttl", given(ttl));
            arguments.putIfPresent("lease", given(lease));
            arguments.putIfPresent("delay", delay == null ? null : Json.of(delay));
            arguments.putIfPresent("run_at", runAt == null ? null : runAt.toString());
            arguments.putIfPresent("op", commandId);
            arguments.putIfPresent("note", note);
            return parse(arguments.build());
        }

        private static JsonArray existing(JsonObject targets, String target) {
            return targets.get(target) instanceof JsonArray values ? values : JsonArray.EMPTY;
        }

        private static @Nullable JsonObject given(JsonObject operations) {
            return operations.isEmpty() ? null : operations;
        }
    }

    private void requireTargets() {
        for (String operation : List.of("set", "increment", "append", "add_to_set")) {
            object(operation).keys().forEach(name -> Target.parse(operation, name));
        }
        delete().forEach(name -> Target.parse("delete", ((JsonString) name).value()));
    }

    /** The first keys that the operations name; patches aside. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(merge().keys());
        for (String operation : List.of("set", "increment", "append", "add_to_set")) {
            object(operation)
                    .keys()
                    .forEach(name -> keys.add(Target.parse(operation, name).first()));
        }
        return keys;
    }

    private JsonObject object(String member) {
        return arguments.get(member) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    private static @Nullable JsonPatch patch(@Nullable Json json) {
        try {
            return json == null ? null : JsonPatch.parse(json);
        } catch (JsonPatchException e) {
            throw Failure.invalid("patch", "patch is an array of RFC 6902 operations: " + e.getMessage())
                    .toException();
        }
    }

    private static void require(JsonObject arguments, String member, Predicate<Json> holds, String expected) {
        Json value = arguments.get(member);
        if (value != null && !holds.test(value)) {
            throw Failure.invalid(member, member + " is " + expected + ".").toException();
        }
    }

    private static @Nullable String string(JsonObject arguments, String member, int longest) {
        Json value = arguments.get(member);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString(String text) && text.length() <= longest) {
            return text;
        }
        throw Failure.invalid(member, member + " is a string of at most " + longest + " characters.")
                .toException();
    }

    private static boolean isObjectOfNumbers(Json json) {
        return json instanceof JsonObject object
                && object.keys().stream().allMatch(key -> object.get(key) instanceof JsonNumber);
    }

    private static boolean isObjectOfArrays(Json json) {
        return json instanceof JsonObject object
                && object.keys().stream().allMatch(key -> object.get(key) instanceof JsonArray);
    }

    private static boolean isArrayOfStrings(Json json) {
        return json instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance);
    }
}
