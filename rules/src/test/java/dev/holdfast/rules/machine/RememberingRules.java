package dev.holdfast.rules.machine;

import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.json.Json;
import dev.holdfast.rules.HoldfastRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The real compiler, which compiles the same source once: random machines have many in common. Not thread-safe. */
final class RememberingRules implements RuleCompiler {
    private final RuleCompiler rules = new HoldfastRules();
    private final Map<String, Expression> known = new HashMap<>();
    private final Map<String, CompilationException> refused = new HashMap<>();

    @Override
    public SchemaCheck schema(Json schema) throws CompilationException {
        return rules.schema(schema);
    }

    @Override
    public Expression expression(String source, Set<String> variables) throws CompilationException {
        String key = variables.size() + source;
        CompilationException failure = refused.get(key);
        if (failure != null) {
            throw failure;
        }
        Expression found = known.get(key);
        if (found == null) {
            try {
                found = rules.expression(source, variables);
                known.put(key, found);
            } catch (CompilationException e) {
                refused.put(key, e);
                throw e;
            }
        }
        return found;
    }
}
