package dev.holdfast.rules;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.path.PathType;
import com.networknt.schema.resource.SchemaLoader;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Compiles JSON Schemas of the dialect 2020-12. A schema may refer to parts of itself and to the metaschemas, which the
 * library contains; no other reference is resolved.
 */
final class SchemaCompiler {
    private static final int MOST_BYTES = 64 << 10;
    private static final int DEEPEST = 64;
    private static final int MOST_INSTRUCTIONS = 50_000;
    private static final String METASCHEMAS = "https://json-schema.org/draft/2020-12/";

    /**
     * The base of a relative {@code $id}, since a schema is given as a value and has no address. Nothing is fetched
     * from it.
     */
    private static final SchemaLocation BASE = SchemaLocation.of("holdfast:/");

    private static final Dialect DIALECT = CountedDialect.create();
    private static final SchemaLoader LOADER = SchemaLoader.builder()
            .fetchRemoteResources(false)
            .allow(SchemaCompiler::isMetaschema)
            .build();
    private static final SchemaCheck METASCHEMA =
            new BoundedSchema(registry(new AtomicInteger()).getSchema(SchemaLocation.of(DIALECT.getId())), 0);

    /** What it may cost to hold a schema against the metaschema. */
    private static final long CONFORM_STEPS = 32 << 20;

    /** The memory of a compiled schema, in bytes: for itself, for each byte of its source, for each instruction. */
    private static final int BASE_WEIGHT = 16 << 10;

    private static final int BYTE_WEIGHT = 64;
    private static final int INSTRUCTION_WEIGHT = 64;

    private SchemaCompiler() {}

    static SchemaCheck compile(Json schema) throws CompilationException {
        if (!(schema instanceof JsonObject) && !(schema instanceof JsonBoolean)) {
            throw new CompilationException("a schema is an object or a boolean");
        }
        if (schema.canonicalSize() > MOST_BYTES || schema.depth() > DEEPEST) {
            throw new CompilationException(
                    "a schema has up to " + MOST_BYTES + " bytes and up to " + DEEPEST + " levels");
        }
        try {
            conform(schema);
            return usable(schema);
        } catch (CompilationException e) {
            throw new CompilationException(e.problem() + OlderDraft.advice(schema));
        }
    }

    private static SchemaCheck usable(Json schema) throws CompilationException {
        try {
            AtomicInteger instructions = new AtomicInteger();
            Schema compiled = registry(instructions).getSchema(BASE, JsonNodes.of(schema));
            compiled.initializeValidators();
            return new BoundedSchema(compiled, weight(schema, instructions.get()));
        } catch (SchemaException | UnusablePatternException | StackOverflowError e) {
            throw new CompilationException(Texts.shortened(problem(e), "it refers to itself without end"));
        }
    }

    /** What is wrong, in words: the library wraps causes in the names of their classes. */
    private static @Nullable String problem(Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown.getCause() != null && thrown.getCause().getMessage() != null) {
            message = thrown.getCause().getMessage();
        }
        if (message != null && message.startsWith("Unknown dialect")) {
            return "its $schema names another dialect than 2020-12";
        }
        return message;
    }

    /**
     * A registry remembers every schema by its {@code $id}, so that each of our schemas gets one of its own.
     *
     * @param instructions counts those of the patterns that are compiled
     */
    private static SchemaRegistry registry(AtomicInteger instructions) {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .locale(Locale.ROOT)
                .pathType(PathType.JSON_POINTER)
                .preloadSchema(true)
                .formatAssertionsEnabled(false)
                .regularExpressionFactory(source -> {
                    LinearPattern pattern = LinearPattern.compile(source);
                    if (instructions.addAndGet(pattern.size()) > MOST_INSTRUCTIONS) {
                        throw new UnusablePatternException("its patterns are too large together");
                    }
                    return pattern;
                })
                .build();
        return SchemaRegistry.withDialect(
                DIALECT, builder -> builder.schemaRegistryConfig(config).schemaLoader(LOADER));
    }

    private static int weight(Json schema, int instructions) {
        return BASE_WEIGHT + BYTE_WEIGHT * schema.canonicalSize() + INSTRUCTION_WEIGHT * instructions;
    }

    private static boolean isMetaschema(AbsoluteIri iri) {
        return iri.toString().startsWith(METASCHEMAS);
    }

    private static void conform(Json schema) throws CompilationException {
        try {
            List<SchemaCheck.Violation> violations =
                    METASCHEMA.violations(schema, Steps.all(CONFORM_STEPS, () -> false));
            if (!violations.isEmpty()) {
                SchemaCheck.Violation first = violations.getFirst();
                throw new CompilationException("at \"" + first.path() + "\", " + first.message());
            }
        } catch (EvaluationException | Steps.EndedException e) {
            throw new CompilationException("it is too large to be checked");
        }
    }
}
