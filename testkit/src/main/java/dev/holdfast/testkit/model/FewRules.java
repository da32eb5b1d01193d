package dev.holdfast.testkit.model;

import dev.holdfast.engine.spi.CompilationException;
import dev.holdfast.engine.spi.Expression;
import dev.holdfast.engine.spi.RuleCompiler;
import dev.holdfast.engine.spi.SchemaCheck;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Set;

/** A compiler that knows one schema, whatever it is given: the number {@code n} is small. */
final class FewRules implements RuleCompiler {
    static final Json SCHEMA = JsonObject.of("n", Json.of("small"));
    private static final long LARGEST = 60;

    static boolean allows(Json document) {
        return !(document instanceof JsonObject object
                && object.get("n") instanceof JsonNumber number
                && number.exactLong().orElse(0) > LARGEST);
    }

    @Override
    public SchemaCheck schema(Json schema) {
        return document -> allows(document)
                ? List.of()
                : List.of(new SchemaCheck.Violation("/n", "maximum", "n is at most " + LARGEST));
    }

    @Override
    public Expression expression(String source, Set<String> variables) throws CompilationException {
        throw new CompilationException("there are no expressions here");
    }
}
