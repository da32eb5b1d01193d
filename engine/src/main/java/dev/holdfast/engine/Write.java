package dev.holdfast.engine;

import dev.holdfast.engine.typed.Key;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A change to a document: any number of operations, carried out together or not at all, as one event. Immutable.
 *
 * <p>Operations name keys; a name that begins with {@code /} is a JSON Pointer into the document. The operations of one
 * write must touch different keys.
 */
public final class Write {
    static final int LONGEST_NOTE = 2_000;

    private final List<Operation> operations;
    private final IfRevision ifRevision;
    private final WriteTerms terms;
    private final @Nullable String commandId;
    private final @Nullable String note;

    /** What the write is in JSON. Made when it is first asked for; two threads that both make it make the same. */
    private @Nullable JsonObject json;

    /**
     * @param operations in the order in which they are carried out
     * @param json the arguments it was read from; null if it was not read from JSON
     */
    Write(
            List<Operation> operations,
            IfRevision ifRevision,
            WriteTerms terms,
            @Nullable String commandId,
            @Nullable String note,
            @Nullable JsonObject json) {
        this.operations = List.copyOf(operations);
        this.ifRevision = ifRevision;
        this.terms = terms;
        this.commandId = commandId;
        this.note = note;
        this.json = json;
        requireTimedKeysAreSet();
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
        return WriteArguments.read(arguments);
    }

    /** Collects the operations of a write. */
    public static Builder builder() {
        return new Builder();
    }

    /** The write as arguments in JSON, without its id: what {@link #parse} reads and retries are compared by. */
    public JsonObject toJson() {
        JsonObject made = json;
        if (made == null) {
            made = WriteArguments.print(operations, ifRevision, terms, note);
            json = made;
        }
        return made;
    }

    /** What it does, in the order in which it is carried out: operations of one kind one after the other. */
    public List<Operation> operations() {
        return operations;
    }

    /** Which revisions it expects. */
    public IfRevision ifRevision() {
        return ifRevision;
    }

    /** How long values that it sets live, by key. */
    public SortedMap<String, Duration> timesToLive() {
        return terms.ttl();
    }

    /** The fencing tokens that it acts under, by name of the lease. */
    public SortedMap<String, Long> leases() {
        return terms.leases();
    }

    /** Whether it waits for its time before it is carried out. */
    public boolean isDelayed() {
        return terms.isDelayed();
    }

    /** When it is due if it was sent at a time; that time itself if it does not wait, or if its own has passed. */
    public Instant due(Instant sent) {
        return terms.due(sent);
    }

    /** The waiting write that it cancels, in which case it does nothing else; null if it cancels none. */
    public @Nullable String cancels() {
        return terms.cancel();
    }

    /** The id that makes a retry the same command; null if it is not to be remembered. */
    public @Nullable String commandId() {
        return commandId;
    }

    /** The caller's remark, kept with the event; null for none. */
    public @Nullable String note() {
        return note;
    }

    @Override
    public String toString() {
        return "Write" + toJson();
    }

    private void requireTimedKeysAreSet() {
        if (terms.ttl().isEmpty()) {
            return;
        }
        Set<String> set = new HashSet<>();
        for (Operation operation : operations) {
            if (operation instanceof Operation.Set(Target target, Json value)) {
                set.add(target.name());
            }
        }
        for (String key : terms.ttl().keySet()) {
            if (!set.contains(key) || key.startsWith("/")) {
                throw Failure.invalid("ttl", "A time to live is for a key that the same write sets.")
                        .toException();
            }
        }
    }

    /** Collects the operations of a write. Not safe for use by several threads. */
    public static final class Builder {
        private final Map<String, Json> set = new LinkedHashMap<>();
        private final Map<String, JsonNumber> increment = new LinkedHashMap<>();
        private final Map<String, JsonArray> append = new LinkedHashMap<>();
        private final Map<String, JsonArray> addToSet = new LinkedHashMap<>();
        private final List<String> delete = new ArrayList<>();
        private final SortedMap<String, Duration> ttl = new TreeMap<>();
        private final SortedMap<String, Long> leases = new TreeMap<>();
        private JsonObject merge = JsonObject.EMPTY;
        private @Nullable JsonPatch patch;
        private @Nullable Duration delay;
        private @Nullable Instant runAt;
        private IfRevision ifRevision = new IfRevision.Any();
        private final SortedMap<String, Long> keyRevisions = new TreeMap<>();
        private @Nullable String commandId;
        private @Nullable String note;

        private Builder() {}

        public Builder set(String target, Json value) {
            set.put(target, value);
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

        /** Sets to a value of a Java type: a number, a date, an enum, a record, a list or map of these. */
        public Builder set(String target, @Nullable Object value) {
            return set(target, json(value));
        }

        /** Sets to a value of the key's type. */
        public <T> Builder set(Key<T> key, T value) {
            return set(key.name(), key.toJson(value));
        }

        /** Sets a key that is removed after a time, in whole seconds. */
        public Builder set(String key, Json value, Duration timeToLive) {
            ttl.put(key, Duration.ofSeconds(timeToLive.toSeconds()));
            return set(key, value);
        }

        /** The same with a value of a Java type. */
        public Builder set(String key, @Nullable Object value, Duration timeToLive) {
            return set(key, json(value), timeToLive);
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
            increment.put(target, by);
            return this;
        }

        public Builder increment(String target, long by) {
            return increment(target, JsonNumber.of(by));
        }

        /** Adds exactly: 3.50 and 0.25 are 3.75. */
        public Builder increment(String target, BigDecimal by) {
            return increment(target, JsonNumber.of(by));
        }

        /** Adds to the end of an array; an absent one counts as empty. */
        public Builder append(String target, Json... values) {
            append.merge(target, JsonArray.of(values), JsonArray::appendedAll);
            return this;
        }

        /** The same with values of Java types. */
        public Builder append(String target, @Nullable Object... values) {
            return append(target, json(values));
        }

        /** Adds what the array does not hold yet; an absent one counts as empty. */
        public Builder addToSet(String target, Json... values) {
            addToSet.merge(target, JsonArray.of(values), JsonArray::appendedAll);
            return this;
        }

        /** The same with values of Java types. */
        public Builder addToSet(String target, @Nullable Object... values) {
            return addToSet(target, json(values));
        }

        public Builder delete(String... targets) {
            delete.addAll(List.of(targets));
            return this;
        }

        /** Only if no event after this revision changed the document. */
        public Builder ifRevision(long revision) {
            ifRevision = new IfRevision.Document(revision);
            keyRevisions.clear();
            return this;
        }

        /**
         * Only if no event after this revision changed the key, or the key that a JSON Pointer leads into; 0 if there
         * must be nothing.
         */
        public Builder ifRevision(String name, long revision) {
            keyRevisions.put(name, revision);
            return this;
        }

        /** Only if the writer still holds this lease, by the token it was granted with. */
        public Builder lease(String name, long token) {
            leases.put(name, token);
            return this;
        }

        /** Not now but after a time, in whole seconds, with the rights and on the document of that moment. */
        public Builder delay(Duration value) {
            delay = Duration.ofSeconds(value.toSeconds());
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

        /**
         * The write that was collected.
         *
         * @throws HoldfastException {@code invalid} if a part of it is out of range or malformed
         */
        public Write build() {
            if (note != null && note.length() > LONGEST_NOTE) {
                throw Failure.invalid("note", "note is a string of at most " + LONGEST_NOTE + " characters.")
                        .toException();
            }
            WriteTerms terms = new WriteTerms(ttl, leases, delay, runAt, null);
            IfRevision expected = keyRevisions.isEmpty() ? ifRevision : new IfRevision.Keys(keyRevisions);
            return new Write(operations(), expected, terms, CommandIds.checked(commandId), note, null);
        }

        private List<Operation> operations() {
            List<Operation> operations = new ArrayList<>();
            add(operations, "set", set, Operation.Set::new);
            add(operations, "increment", increment, Operation.Increment::new);
            add(operations, "append", append, Operation.Append::new);
            add(operations, "add_to_set", addToSet, Operation.AddToSet::new);
            delete.forEach(name -> operations.add(new Operation.Delete(Target.parse("delete", name))));
            merge.forEach((key, value) -> operations.add(new Operation.Merge(key, value)));
            if (patch != null) {
                operations.add(new Operation.Patch(patch));
            }
            return operations;
        }

        private static Json json(@Nullable Object value) {
            return value instanceof Json json ? json : ValueMapper.installed().toJson(value);
        }

        private static Json[] json(@Nullable Object[] values) {
            Json[] all = new Json[values.length];
            for (int i = 0; i < values.length; i++) {
                all[i] = json(values[i]);
            }
            return all;
        }

        private static <T> void add(
                List<Operation> operations,
                String argument,
                Map<String, T> targets,
                BiFunction<Target, T, Operation> operation) {
            targets.forEach((name, value) -> operations.add(operation.apply(Target.parse(argument, name), value)));
        }
    }
}
