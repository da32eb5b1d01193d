package dev.holdfast.engine.spi.rules;

import dev.holdfast.json.Json;
import java.util.Set;

/**
 * Compiles what states demand of their documents: schemas and expressions. Found by {@link java.util.ServiceLoader}, so
 * that the engine depends on no schema or expression library; an engine without one refuses schemas, rules and
 * conditions.
 *
 * <p>What is compiled here is written by strangers. An implementation bounds the size of sources and the work of every
 * evaluation, reads nothing but its arguments, and never fetches anything. Everything is safe for use by many threads.
 */
public interface RuleCompiler {
    /**
     * Compiles a JSON Schema.
     *
     * @param schema an object or a boolean
     * @throws CompilationException if it is not a schema, or one that cannot be checked within bounds
     */
    SchemaCheck schema(Json schema) throws CompilationException;

    /**
     * Compiles an expression.
     *
     * @param source the expression
     * @param variables the names it may use beside {@code now}, the time of the evaluation
     * @throws CompilationException if it is not an expression over these variables, or too large
     */
    Expression expression(String source, Set<String> variables) throws CompilationException;
}
