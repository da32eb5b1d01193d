package dev.holdfast.rules;

import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.json.Json;
import java.util.Set;

/**
 * JSON Schema 2020-12 and CEL. The libraries behind them are loaded with the first schema and the first expression;
 * creating this object loads nothing.
 */
public final class HoldfastRules implements RuleCompiler {
    @Override
    public SchemaCheck schema(Json schema) throws CompilationException {
        return SchemaCompiler.compile(schema);
    }

    @Override
    public Expression expression(String source, Set<String> variables) throws CompilationException {
        return CelCompilation.compile(source, variables);
    }
}
