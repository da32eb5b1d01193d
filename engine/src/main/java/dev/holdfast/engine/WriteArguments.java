package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPatchException;
import dev.holdfast.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The JSON form of a write, read and written. Retries are compared by it, and delayed writes are stored in it. */
final class WriteArguments {
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

    private final JsonObject arguments;
    private final List<Operation> operations = new ArrayList<>();

    private WriteArguments(JsonObject arguments) {
        this.arguments = arguments;
    }

    /** @throws HoldfastException {@code invalid} if there is another member or one has the wrong type */
    static Write read(JsonObject arguments) {
        return new WriteArguments(arguments).read();
    }

    /** The arguments of a write that was not read from JSON, without its id. */
    static JsonObject print(
            List<Operation> operations, IfRevision ifRevision, WriteTerms terms, @Nullable String note) {
        JsonObject.Builder json = JsonObject.builder();
        printOperations(operations, json);
        json.putIfPresent("if_revision", ifRevision.toJson());
        printMembers(json, "ttl", terms.ttl(), time -> Json.of(time.toSeconds()));
        printMembers(json, "lease", terms.leases(), Json::of);
        Duration delay = terms.delay();
        json.putIfPresent("delay", delay == null ? null : Json.of(delay.toSeconds()));
        json.putIfPresent("run_at", terms.runAt() == null ? null : terms.runAt().toString());
        return json.putIfPresent("note", note).build();
    }

    private Write read() {
        requireKnownMembers();
        require("set", JsonObject.class::isInstance, "an object of values by key");
        require("merge", JsonObject.class::isInstance, "an object to merge into the document (RFC 7396)");
        require("increment", json -> isObjectOf(json, JsonNumber.class), "an object of numbers by key");
        require(
                "append",
                json -> isObjectOf(json, JsonArray.class),
                "an object of arrays by key, each element one value");
        require(
                "add_to_set",
                json -> isObjectOf(json, JsonArray.class),
                "an object of arrays by key, each element one value");
        require("delete", WriteArguments::isArrayOfStrings, "an array of keys");
        String note = string("note", Write.LONGEST_NOTE);
        JsonPatch patch = patch(arguments.get("patch"));
        IfRevision ifRevision = IfRevision.parse(arguments.get("if_revision"));
        WriteTerms terms = terms();
        String commandId = CommandIds.checked(string("op", CommandIds.LONGEST));
        readOperations(patch);
        return new Write(operations, ifRevision, terms, commandId, note, arguments.without("op"));
    }

    private void requireKnownMembers() {
        for (String member : arguments.keys()) {
            if (!MEMBERS.contains(member)) {
                throw Failure.invalid(member, "A write has no argument of this name.")
                        .toException();
            }
        }
    }

    private void readOperations(@Nullable JsonPatch patch) {
        read("set", Operation.Set::new);
        read("increment", (target, by) -> new Operation.Increment(target, (JsonNumber) by));
        read("append", (target, values) -> new Operation.Append(target, (JsonArray) values));
        read("add_to_set", (target, values) -> new Operation.AddToSet(target, (JsonArray) values));
        if (arguments.get("delete") instanceof JsonArray names) {
            names.forEach(
                    name -> operations.add(new Operation.Delete(Target.parse("delete", ((JsonString) name).value()))));
        }
        JsonObject merge = arguments.object("merge");
        if (merge != null) {
            merge.forEach((key, value) -> operations.add(new Operation.Merge(key, value)));
        }
        if (patch != null) {
            operations.add(new Operation.Patch(patch));
        }
    }

    private void read(String argument, BiFunction<Target, Json, Operation> operation) {
        JsonObject targets = arguments.object(argument);
        if (targets != null) {
            targets.forEach((name, value) -> operations.add(operation.apply(Target.parse(argument, name), value)));
        }
    }

    private WriteTerms terms() {
        Json delay = arguments.get("delay");
        return new WriteTerms(
                numbers("ttl", "an object of seconds by key", Duration::ofSeconds),
                numbers("lease", "an object of tokens by name of the lease", token -> token),
                delay == null ? null : Duration.ofSeconds(number(delay)),
                runAt(arguments.get("run_at")),
                cancel());
    }

    private <T> SortedMap<String, T> numbers(String name, String what, LongFunction<T> meaning) {
        SortedMap<String, T> numbers = new TreeMap<>();
        switch (arguments.get(name)) {
            case null -> {}
            case JsonObject object -> object.forEach((key, value) -> numbers.put(key, meaning.apply(number(value))));
            default -> throw WriteTerms.malformed(name, what);
        }
        return numbers;
    }

    /** A whole number; what is none is out of every range. */
    private static long number(Json json) {
        return json instanceof JsonNumber number ? number.exactLong().orElse(-1) : -1;
    }

    private static @Nullable Instant runAt(@Nullable Json json) {
        if (json == null) {
            return null;
        }
        try {
            return json instanceof JsonString text ? Instant.parse(text.value()) : Instant.MAX;
        } catch (DateTimeParseException e) {
            throw WriteTerms.notATime();
        }
    }

    private @Nullable String cancel() {
        Json cancel = arguments.get("cancel");
        if (cancel == null) {
            return null;
        }
        boolean alone =
                arguments.without("cancel").without("op").without("note").isEmpty();
        if (cancel instanceof JsonString id && alone) {
            return id.value();
        }
        throw Failure.invalid("cancel", "cancel is the id of a write that waits, and goes alone.")
                .toException();
    }

    private static @Nullable JsonPatch patch(@Nullable Json json) {
        try {
            return json == null ? null : JsonPatch.parse(json);
        } catch (JsonPatchException e) {
            throw Failure.invalid("patch", "patch is an array of RFC 6902 operations: " + e.getMessage())
                    .toException();
        }
    }

    private void require(String member, Predicate<Json> holds, String expected) {
        Json value = arguments.get(member);
        if (value != null && !holds.test(value)) {
            throw Failure.invalid(member, member + " is " + expected + ".").toException();
        }
    }

    private @Nullable String string(String member, int longest) {
        Json value = arguments.get(member);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text && text.value().length() <= longest) {
            return text.value();
        }
        throw Failure.invalid(member, member + " is a string of at most " + longest + " characters.")
                .toException();
    }

    private static boolean isObjectOf(Json json, Class<? extends Json> type) {
        return json instanceof JsonObject object
                && object.keys().stream().allMatch(key -> type.isInstance(object.get(key)));
    }

    private static boolean isArrayOfStrings(Json json) {
        return json instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance);
    }

    private static void printOperations(List<Operation> operations, JsonObject.Builder json) {
        Map<String, JsonObject.Builder> byArgument = new TreeMap<>();
        List<Json> deleted = new ArrayList<>();
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.Set(Target target, Json value) ->
                    members(byArgument, operation).put(target.name(), value);
                case Operation.Increment(Target target, JsonNumber by) ->
                    members(byArgument, operation).put(target.name(), by);
                case Operation.Append(Target target, JsonArray values) ->
                    members(byArgument, operation).put(target.name(), values);
                case Operation.AddToSet(Target target, JsonArray values) ->
                    members(byArgument, operation).put(target.name(), values);
                case Operation.Merge(String key, Json value) ->
                    members(byArgument, operation).put(key, value);
                case Operation.Delete(Target target) -> deleted.add(Json.of(target.name()));
                case Operation.Patch(JsonPatch patch) -> json.put("patch", patch.toJson());
            }
        }
        byArgument.forEach((argument, members) -> json.put(argument, members.build()));
        json.putIfPresent("delete", deleted.isEmpty() ? null : JsonArray.copyOf(deleted));
    }

    private static JsonObject.Builder members(Map<String, JsonObject.Builder> byArgument, Operation operation) {
        return byArgument.computeIfAbsent(operation.argument(), argument -> JsonObject.builder());
    }

    private static <T> void printMembers(
            JsonObject.Builder json, String name, SortedMap<String, T> values, Function<T, Json> form) {
        if (!values.isEmpty()) {
            JsonObject.Builder members = JsonObject.builder();
            values.forEach((key, value) -> members.put(key, form.apply(value)));
            json.put(name, members.build());
        }
    }
}
