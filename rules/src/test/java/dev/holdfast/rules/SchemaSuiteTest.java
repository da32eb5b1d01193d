package dev.holdfast.rules;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The required cases of the JSON Schema test suite for 2020-12, which {@code e2e/schemas} fetches and names the folder
 * of.
 *
 * <p>Schemas that refer to others by address are refused here, so those cases must be: what the suite serves from
 * {@code localhost:1234} stands for the network.
 */
@EnabledIfEnvironmentVariable(
        named = SchemaSuiteTest.LOCATION,
        matches = ".+",
        disabledReason = "e2e/schemas fetches the suite and runs this")
final class SchemaSuiteTest {
    static final String LOCATION = "HOLDFAST_SCHEMA_SUITE";

    @TestFactory
    Stream<DynamicTest> required() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(requireNonNull(System.getenv(LOCATION))))) {
            List<Path> suites = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            return suites.stream().flatMap(SchemaSuiteTest::groups);
        }
    }

    private static Stream<DynamicTest> groups(Path file) {
        return ((JsonArray) Json.parse(read(file)))
                .stream().map(JsonObject.class::cast).flatMap(group -> cases(file.getFileName() + ": ", group));
    }

    private static Stream<DynamicTest> cases(String file, JsonObject group) {
        Json schema = requireNonNull(group.get("schema"));
        String name = file + group.string("description");
        if (schema.toString().contains("localhost:1234") && isRefused(schema)) {
            return Stream.of(DynamicTest.dynamicTest(
                    name,
                    () -> assertThatThrownBy(() -> SchemaCompiler.compile(schema))
                            .isInstanceOf(CompilationException.class)));
        }
        return requireNonNull(group.array("tests")).stream()
                .map(JsonObject.class::cast)
                .map(test -> DynamicTest.dynamicTest(
                        name + ": " + test.string("description"),
                        () -> assertThat(SchemaCompiler.compile(schema)
                                        .violations(requireNonNull(test.get("data")), Steps.all(1 << 25, () -> false))
                                        .isEmpty())
                                .isEqualTo(test.bool("valid"))));
    }

    private static boolean isRefused(Json schema) {
        try {
            SchemaCompiler.compile(schema);
            return false;
        } catch (CompilationException e) {
            return true;
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
