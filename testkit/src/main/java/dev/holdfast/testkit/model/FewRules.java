package dev.holdfast.testkit.model;

import dev.holdfast.engine.spi.CompilationException;
import dev.holdfast.engine.spi.Expression;
import dev.holdfast.engine.spi.RuleCompiler;
import dev.holdfast.engine.spi.SchemaCheck;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A compiler that knows one kind of schema: how large the number {@code n} may be. */
final class FewRules implements RuleCompiler {
    static final long ANYTHING = Long.MAX_VALUE;

    static Json schema(long largest) {
        return JsonObject.of("n", Json.of(largest));
    }

    static boolean allows(long largest, Json document) {
        return !(document instanceof JsonObject object
                && object.get("n") instanceof JsonNumber number
                && number.exactLong().orElse(0) > largest);
    }

    @Override
    public SchemaCheck schema(Json schema) {
        JsonNumber most = Objects.requireNonNull(((JsonObject) schema).number("n"));
        long largest = most.exactLong().orElseThrow();
        return document -> allows(largest, document)
                ? List.of()
                : List.of(new SchemaCheck.Violation("/n", "maximum", "n is at most " + largest));
    }

    @Override
    public Expression expression(String source, Set<String> variables) throws CompilationException {
        throw new CompilationException("there are no expressions here");
    }
}
