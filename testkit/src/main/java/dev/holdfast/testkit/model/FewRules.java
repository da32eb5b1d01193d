package dev.holdfast.testkit.model;

import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * A compiler with built-in Java checks for the schemas and conditions of the model, for tests without a real compiler.
 */
public final class FewRules implements RuleCompiler {
    @Override
    public SchemaCheck schema(Json schema) {
        Verdict.Schema known = Verdict.Schema.of(schema);
        return (document, steps) -> document instanceof JsonObject object && known.allows(object)
                ? List.of()
                : List.of(new SchemaCheck.Violation("", known.name(), "not as the schema says"));
    }

    @Override
    public Expression expression(String source, Set<String> variables) {
        Condition known = Condition.of(source);
        return (values, now, steps) -> Json.of(values.get("self") instanceof JsonObject object && known.holds(object));
    }
}
