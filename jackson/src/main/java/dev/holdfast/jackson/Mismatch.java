package dev.holdfast.jackson;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.MismatchedInputException;

/** Why a value and its JSON do not fit. Jackson's own messages quote values, so only places and types are taken. */
final class Mismatch {
    private Mismatch() {}

    static HoldfastException notRead(Type type, JacksonException e) {
        String at = path(e);
        String expected = e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? name(mismatch.getTargetType())
                : name(type);
        String where = at.isEmpty() ? "The value" : "The value at " + at;
        return failure(
                type, at, where + " is missing or does not fit its type, " + expected + ", in " + name(type) + ".", e);
    }

    static HoldfastException notWritten(Class<?> type, JacksonException e) {
        return failure(type, path(e), "A " + name(type) + " cannot be written as JSON.", e);
    }

    static HoldfastException notWritten(Class<?> type, RuntimeException e) {
        return failure(type, "", "A " + name(type) + " has text or numbers that JSON does not take here.", e);
    }

    private static HoldfastException failure(Type type, String path, String hint, RuntimeException cause) {
        JsonObject facts = JsonObject.of("type", Json.of(name(type)), "path", Json.of(path));
        HoldfastException failure = new Failure(Failure.Code.INVALID, facts, hint).toException();
        failure.initCause(cause);
        return failure;
    }

    private static String path(JacksonException e) {
        JsonPointer at = JsonPointer.ROOT;
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            at = at.child(name == null ? String.valueOf(step.getIndex()) : name);
        }
        return at.toString();
    }

    private static String name(Type type) {
        return switch (type) {
            case Class<?> plain -> plain.getSimpleName();
            case JavaType java -> java.getRawClass().getSimpleName();
            default -> type.getTypeName();
        };
    }
}
