package dev.holdfast.rules;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.CompilationException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The required cases of the JSON Schema test suite for 2020-12. Like other public suites it is kept beside the checkout, in
 * {@code ../shared/testdata/json-schema}, or where the property or variable {@code HOLDFAST_TESTDATA} says.
 *
 * <p>Schemas that refer to others by address are refused here, so those cases must be: what the suite serves from
 * {@code localhost:1234} stands for the network.
 */
final class SchemaSuiteTest {
    private static final String LOCATION = "HOLDFAST_TESTDATA";

    @TestFactory
    Stream<DynamicTest> required() throws IOException {
        Path folder = root().resolve("json-schema/tests/draft2020-12");
        if (!Files.exists(folder)) {
            return Stream.of(DynamicTest.dynamicTest(
                    "json-schema", () -> Assumptions.abort("public test suite not found: " + folder)));
        }
        try (Stream<Path> files = Files.list(folder)) {
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
                                        .violations(requireNonNull(test.get("data")))
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
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path root() {
        String property = System.getProperty(LOCATION);
        return Optional.ofNullable(property == null ? System.getenv(LOCATION) : property)
                .map(Path::of)
                .orElseGet(() -> checkout().resolveSibling("shared").resolve("testdata"));
    }

    /** The root of the build that the tests run in. */
    private static Path checkout() {
        Path start = Path.of("").toAbsolutePath();
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve(".mvn")))
                .findFirst()
                .orElse(start);
    }
}
