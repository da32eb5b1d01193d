package dev.holdfast.engine.spi.rules;

import dev.holdfast.json.Json;
import java.util.List;

/** A compiled schema. Safe for use by many threads. */
@FunctionalInterface
public interface SchemaCheck {
    /**
     * The violations of the schema in a value; empty if it is valid. Not necessarily all of them.
     *
     * @throws EvaluationException if checking takes more work than is allowed
     */
    List<Violation> violations(Json value) throws EvaluationException;

    /**
     * One violation of a schema.
     *
     * @param path JSON Pointer to the part of the value
     * @param keyword the keyword of the schema that was not met
     * @param message what the schema requires; contains names and parts of the schema, never a value that was checked
     */
    record Violation(String path, String keyword, String message) {}
}
