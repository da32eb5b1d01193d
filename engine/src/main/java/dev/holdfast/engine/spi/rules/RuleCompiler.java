package dev.holdfast.engine.spi.rules;

import dev.holdfast.json.Json;
import java.util.Set;

/**
 * Compiles the schemas and expressions that states require their documents to meet. Found by
 * {@link java.util.ServiceLoader}, so that the engine depends on no schema or expression library; an engine without one
 * refuses schemas, rules and conditions.
 *
 * <p>Sources come from untrusted callers. An implementation limits the size of sources and the work of every
 * evaluation, reads nothing but its arguments, and never fetches anything. It and all it returns are safe for use by
 * many threads.
 */
public interface RuleCompiler {
    /**
     * Compiles a JSON Schema.
     *
     * @param schema an object or a boolean
     * @throws CompilationException if it is not a schema, or one that cannot be checked within the limits
     */
    SchemaCheck schema(Json schema) throws CompilationException;

    /**
     * Compiles an expression.
     *
     * @param source the expression
     * @param variables the names it may use in addition to {@code now}, the time of the evaluation
     * @throws CompilationException if it is not an expression over these variables, or too large
     */
    Expression expression(String source, Set<String> variables) throws CompilationException;
}
