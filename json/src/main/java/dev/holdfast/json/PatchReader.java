package dev.holdfast.json;

import dev.holdfast.json.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;

/** Reads the operations of a patch (RFC 6902 sections 3 and 4). */
final class PatchReader {
    private final JsonObject operation;

    private PatchReader(JsonObject operation) {
        this.operation = operation;
    }

    static List<Operation> read(Json patch) {
        if (!(patch instanceof JsonArray array)) {
            throw JsonPatchException.malformed("a JSON Patch is an array of operations");
        }
        List<Operation> operations = new ArrayList<>(array.size());
        for (Json element : array) {
            try {
                operations.add(operation(element));
            } catch (JsonPatchException e) {
                throw e.in(operations.size());
            }
        }
        return operations;
    }

    private static Operation operation(Json element) {
        if (element instanceof JsonObject object) {
            return new PatchReader(object).operation();
        }
        throw JsonPatchException.malformed("an operation is an object");
    }

    private Operation operation() {
        return switch (string("op")) {
            case "add" -> new Operation.Add(pointer("path"), value());
            case "remove" -> new Operation.Remove(pointer("path"));
            case "replace" -> new Operation.Replace(pointer("path"), value());
            case "move" -> new Operation.Move(pointer("from"), pointer("path"));
            case "copy" -> new Operation.Copy(pointer("from"), pointer("path"));
            case "test" -> new Operation.Test(pointer("path"), value());
            default ->
                throw JsonPatchException.malformed("\"op\" is not one of add, remove, replace, move, copy and test");
        };
    }

    private String string(String member) {
        String value = operation.string(member);
        if (value == null) {
            throw JsonPatchException.malformed("\"" + member + "\" is missing or not a string");
        }
        return value;
    }

    private JsonPointer pointer(String member) {
        try {
            return JsonPointer.parse(string(member));
        } catch (JsonPointerException e) {
            throw JsonPatchException.malformed("\"" + member + "\": " + e.getMessage());
        }
    }

    private Json value() {
        Json value = operation.get("value");
        if (value == null) {
            throw JsonPatchException.malformed("\"value\" is missing");
        }
        return value;
    }
}
