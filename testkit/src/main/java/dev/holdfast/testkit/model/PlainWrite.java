package dev.holdfast.testkit.model;

import dev.holdfast.engine.Failure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonMergePatch;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPatchException;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The operations of a write, one after the other on a plain document. */
final class PlainWrite {
    private final JsonObject arguments;
    private JsonObject document;

    /** Places that were set or changed as a whole, without comparing what differs inside. */
    private final Set<JsonPointer> whole = new LinkedHashSet<>();

    /** Keys whose value was replaced, which ends its time to live. */
    private final Set<String> replaced = new TreeSet<>();

    private PlainWrite(JsonObject arguments, JsonObject document) {
        this.arguments = arguments;
        this.document = document;
    }

    record Result(JsonObject document, Set<JsonPointer> whole, Set<String> replaced) {}

    /** Thrown if a write cannot be applied; carries the reason. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final Failure.Code code;

        Refused(Failure.Code code) {
            this.code = code;
        }

        Failure.Code code() {
            return code;
        }
    }

    static Result apply(JsonObject arguments, JsonObject document) throws Refused {
        PlainWrite write = new PlainWrite(arguments, document);
        write.operations();
        return new Result(write.document, write.whole, write.replaced);
    }

    private void operations() throws Refused {
        for (String key : operation("set").keys()) {
            put(key, member("set", key));
            replaced.add(key);
        }
        for (String key : operation("increment").keys()) {
            JsonNumber by = (JsonNumber) member("increment", key);
            put(key, present(key, JsonNumber.class, JsonNumber.of(0)).plus(by));
        }
        for (String key : operation("append").keys()) {
            JsonArray values = (JsonArray) member("append", key);
            put(key, present(key, JsonArray.class, JsonArray.EMPTY).appendedAll(values));
        }
        for (String key : operation("add_to_set").keys()) {
            JsonArray set = present(key, JsonArray.class, JsonArray.EMPTY);
            for (Json value : (JsonArray) member("add_to_set", key)) {
                set = set.stream().anyMatch(value::sameValue) ? set : set.appended(value);
            }
            put(key, set);
        }
        if (arguments.get("delete") instanceof JsonArray targets) {
            for (Json target : targets) {
                document = Objects.requireNonNull(
                        Places.with(document, Places.named(((JsonString) target).value()), null));
            }
        }
        document = (JsonObject) JsonMergePatch.apply(document, operation("merge"));
        replaced.addAll(operation("merge").keys());
        patch();
    }

    private void patch() throws Refused {
        Json json = arguments.get("patch");
        if (json == null) {
            return;
        }
        JsonPatch patch = JsonPatch.parse(json);
        try {
            document = (JsonObject) patch.applyTo(document);
        } catch (JsonPatchException e) {
            boolean test = e.reason() == JsonPatchException.Reason.TEST_FAILED;
            throw new Refused(test ? Failure.Code.CONFLICT : Failure.Code.INVALID);
        }
        patch.operations().forEach(operation -> replaced.add(operation.path().first()));
    }

    private <T extends Json> T present(String target, Class<T> kind, T otherwise) throws Refused {
        Json value = Places.named(target).resolve(document);
        if (value != null && !kind.isInstance(value)) {
            throw new Refused(Failure.Code.INVALID);
        }
        return value == null ? otherwise : kind.cast(value);
    }

    private void put(String target, Json value) throws Refused {
        JsonPointer place = Places.named(target);
        JsonObject after = Places.with(document, place, value);
        if (after == null) {
            throw new Refused(Failure.Code.INVALID);
        }
        document = after;
        whole.add(place);
    }

    private JsonObject operation(String name) {
        JsonObject operation = arguments.object(name);
        return operation == null ? JsonObject.EMPTY : operation;
    }

    private Json member(String operation, String key) {
        return Objects.requireNonNull(operation(operation).get(key));
    }
}
