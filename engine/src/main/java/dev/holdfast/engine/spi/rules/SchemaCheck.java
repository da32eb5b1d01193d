package dev.holdfast.engine.spi.rules;

import dev.holdfast.json.Json;
import java.util.List;

/** A compiled schema. Safe for use by many threads. */
@FunctionalInterface
public interface SchemaCheck {
    /**
     * The violations of the schema in a value; empty if it is valid. Not necessarily all of them.
     *
     * @param steps what it may cost; counts every keyword that is checked, and every byte that is looked at
     * @throws EvaluationException if the value nests too deeply for the schema
     * @throws Steps.EndedException if it costs more than that
     */
    List<Violation> violations(Json value, Steps steps) throws EvaluationException;

    /** The memory that the compiled schema takes, in bytes: an estimate, not too low. */
    default int weight() {
        return 1 << 10;
    }

    /**
     * One violation of a schema.
     *
     * @param path JSON Pointer to the part of the value
     * @param keyword the keyword of the schema that was not met
     * @param message what the schema requires; contains names and parts of the schema, never a value that was checked
     */
    record Violation(String path, String keyword, String message) {}
}
