package dev.holdfast.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON Patch (RFC 6902): operations that are applied to a document in order, all or nothing. Immutable. */
public final class JsonPatch {
    /** The patch that changes nothing. */
    public static final JsonPatch EMPTY = new JsonPatch(List.of());

    private final List<Operation> operations;

    /** Made when it is first asked for; two threads that both make it make the same. */
    private @Nullable SortedSet<String> members;

    private JsonPatch(List<Operation> operations) {
        this.operations = operations;
    }

    /** A patch of these operations. */
    public static JsonPatch of(List<? extends Operation> operations) {
        return operations.isEmpty() ? EMPTY : new JsonPatch(List.copyOf(operations));
    }

    /**
     * The patch written as {@code array}. Members that RFC 6902 does not know are ignored, as its section 4 demands.
     *
     * @throws JsonPatchException of reason {@link JsonPatchException.Reason#MALFORMED}
     */
    public static JsonPatch parse(Json array) {
        return of(PatchReader.read(array));
    }

    /** A builder that has no operations yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The operations in order, unmodifiable. */
    public List<Operation> operations() {
        return operations;
    }

    /**
     * The members of the document that the paths of the operations lie in, unmodifiable.
     *
     * @throws NoSuchElementException if one is the path of the whole document
     */
    public SortedSet<String> members() {
        SortedSet<String> made = members;
        if (made == null) {
            SortedSet<String> names = new TreeSet<>();
            for (Operation operation : operations) {
                names.add(operation.path().first());
            }
            made = Collections.unmodifiableSortedSet(names);
            members = made;
        }
        return made;
    }

    /** Whether there are no operations. */
    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /** The patch as RFC 6902 writes it. */
    public JsonArray toJson() {
        return JsonArray.copyOf(operations.stream().map(Operation::toJson).toList());
    }

    /** Writes what {@link #toJson()} says, in canonical form. */
    public void writeTo(JsonOutput text) {
        text.plain("[");
        for (int i = 0; i < operations.size(); i++) {
            text.plain(i == 0 ? "{" : ",{");
            operations.get(i).writeMembersTo(text);
            text.plain("}");
        }
        text.plain("]");
    }

    /**
     * The document after all the operations; the given one stays as it is.
     *
     * @throws JsonPatchException if an operation fails
     */
    public Json applyTo(Json document) {
        Json result = document;
        for (int i = 0; i < operations.size(); i++) {
            try {
                result = operations.get(i).applyTo(result);
            } catch (JsonPatchException e) {
                throw e.in(i);
            }
        }
        return result;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonPatch patch && operations.equals(patch.operations);
    }

    @Override
    public int hashCode() {
        return operations.hashCode();
    }

    @Override
    public String toString() {
        return toJson().toString();
    }

    /** One operation (RFC 6902 section 4). */
    public sealed interface Operation {
        /** Where it applies; for a move or copy, where the value goes. */
        JsonPointer path();

        /**
         * The document after this operation.
         *
         * @throws JsonPatchException if it fails
         */
        Json applyTo(Json document);

        /** The operation as RFC 6902 writes it. */
        JsonObject toJson();

        /** Writes the members of {@link #toJson()}, in canonical form. */
        default void writeMembersTo(JsonOutput text) {
            switch (this) {
                case Add(JsonPointer path, Json value) -> writeValue("add", path, value, text);
                case Replace(JsonPointer path, Json value) -> writeValue("replace", path, value, text);
                case Test(JsonPointer path, Json value) -> writeValue("test", path, value, text);
                case Remove(JsonPointer path) -> writePath("remove", path, text);
                case Move(JsonPointer from, JsonPointer path) -> writeFrom("move", from, path, text);
                case Copy(JsonPointer from, JsonPointer path) -> writeFrom("copy", from, path, text);
            }
        }

        /** Sets a member, inserts an element or replaces the document (section 4.1). */
        record Add(JsonPointer path, Json value) implements Operation {
            @Override
            public Json applyTo(Json document) {
                return path.addTo(document, value);
            }

            @Override
            public JsonObject toJson() {
                return withValue("add", path, value);
            }
        }

        /** Removes the value at {@code path}, which must exist and not be the document (section 4.2). */
        record Remove(JsonPointer path) implements Operation {
            @Override
            public Json applyTo(Json document) {
                return path.removeFrom(document);
            }

            @Override
            public JsonObject toJson() {
                return named("remove").put("path", path.toString()).build();
            }
        }

        /** Replaces the value at {@code path}, which must exist (section 4.3). */
        record Replace(JsonPointer path, Json value) implements Operation {
            @Override
            public Json applyTo(Json document) {
                return path.replaceIn(document, value);
            }

            @Override
            public JsonObject toJson() {
                return withValue("replace", path, value);
            }
        }

        /** Removes the value at {@code from} and adds it at {@code path} (section 4.4). */
        record Move(JsonPointer from, JsonPointer path) implements Operation {
            /** Checks that the value does not move into itself. */
            public Move {
                if (from.isProperPrefixOf(path)) {
                    throw JsonPatchException.malformed("a value cannot move into itself");
                }
            }

            @Override
            public Json applyTo(Json document) {
                Json value = existing(from, document);
                return from.equals(path) ? document : path.addTo(from.removeFrom(document), value);
            }

            @Override
            public JsonObject toJson() {
                return withFrom("move", from, path);
            }
        }

        /** Adds the value at {@code from} at {@code path} too (section 4.5). */
        record Copy(JsonPointer from, JsonPointer path) implements Operation {
            @Override
            public Json applyTo(Json document) {
                return path.addTo(document, existing(from, document));
            }

            @Override
            public JsonObject toJson() {
                return withFrom("copy", from, path);
            }
        }

        /** Fails unless the value at {@code path} is equal, numbers being compared by value (section 4.6). */
        record Test(JsonPointer path, Json value) implements Operation {
            @Override
            public Json applyTo(Json document) {
                if (existing(path, document).sameValue(value)) {
                    return document;
                }
                throw JsonPatchException.testFailed(path);
            }

            @Override
            public JsonObject toJson() {
                return withValue("test", path, value);
            }
        }

        private static void writePath(String op, JsonPointer path, JsonOutput text) {
            text.plain("\"op\":\"").plain(op).plain("\",\"path\":").string(path.toString());
        }

        private static void writeValue(String op, JsonPointer path, Json value, JsonOutput text) {
            writePath(op, path, text);
            text.plain(",\"value\":").value(value);
        }

        private static void writeFrom(String op, JsonPointer from, JsonPointer path, JsonOutput text) {
            text.plain("\"from\":").string(from.toString()).plain(",");
            writePath(op, path, text);
        }

        private static Json existing(JsonPointer path, Json document) {
            Json value = path.resolve(document);
            if (value == null) {
                throw JsonPatchException.missing(path);
            }
            return value;
        }

        private static JsonObject.Builder named(String op) {
            return JsonObject.builder().put("op", op);
        }

        private static JsonObject withValue(String op, JsonPointer path, Json value) {
            return named(op).put("path", path.toString()).put("value", value).build();
        }

        private static JsonObject withFrom(String op, JsonPointer from, JsonPointer path) {
            return named(op)
                    .put("from", from.toString())
                    .put("path", path.toString())
                    .build();
        }
    }

    /** Builds a patch. Not thread-safe. */
    public static final class Builder {
        private final List<Operation> operations = new ArrayList<>();

        private Builder() {}

        /** Appends any operation. */
        public Builder then(Operation operation) {
            operations.add(operation);
            return this;
        }

        /** Appends {@link Operation.Add}. */
        public Builder add(JsonPointer path, Json value) {
            return then(new Operation.Add(path, value));
        }

        /** Appends {@link Operation.Remove}. */
        public Builder remove(JsonPointer path) {
            return then(new Operation.Remove(path));
        }

        /** Appends {@link Operation.Replace}. */
        public Builder replace(JsonPointer path, Json value) {
            return then(new Operation.Replace(path, value));
        }

        /** Appends {@link Operation.Move}. */
        public Builder move(JsonPointer from, JsonPointer path) {
            return then(new Operation.Move(from, path));
        }

        /** Appends {@link Operation.Copy}. */
        public Builder copy(JsonPointer from, JsonPointer path) {
            return then(new Operation.Copy(from, path));
        }

        /** Appends {@link Operation.Test}. */
        public Builder test(JsonPointer path, Json value) {
            return then(new Operation.Test(path, value));
        }

        /** The patch of the operations appended so far. */
        public JsonPatch build() {
            return of(operations);
        }
    }
}
