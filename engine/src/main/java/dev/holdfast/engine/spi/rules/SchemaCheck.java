package dev.holdfast.engine.spi.rules;

import dev.holdfast.json.Json;
import java.util.List;

/** A compiled schema. */
@FunctionalInterface
public interface SchemaCheck {
    /**
     * What of a value the schema does not allow; empty if it is valid. Not necessarily all of it: whoever shows
     * violations shows a few.
     *
     * @throws EvaluationException if checking takes more work than is allowed
     */
    List<Violation> violations(Json value) throws EvaluationException;

    /**
     * One thing a schema does not allow.
     *
     * @param path JSON Pointer to the part of the value
     * @param keyword the keyword of the schema that was not met
     * @param message what was asked for; it tells names and what the schema says, never a value that was checked
     */
    record Violation(String path, String keyword, String message) {}
}
