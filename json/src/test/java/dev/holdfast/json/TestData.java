package dev.holdfast.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Public test suites, kept beside the checkout: in {@code ../shared/testdata} from its root, or where the system
 * property or environment variable {@code HOLDFAST_TESTDATA} says.
 */
final class TestData {
    private static final String LOCATION = "HOLDFAST_TESTDATA";

    private TestData() {}

    /**
     * The tests that {@code tests} makes of a file or folder; if that is absent, one test that is skipped with a
     * message.
     */
    static Stream<DynamicTest> of(String name, Function<Path, Stream<DynamicTest>> tests) {
        Path path = root().resolve(name);
        return Files.exists(path)
                ? tests.apply(path)
                : Stream.of(
                        DynamicTest.dynamicTest(name, () -> Assumptions.abort("public test suite not found: " + path)));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder in the order of their names. */
    static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        String property = System.getProperty(LOCATION);
        return Optional.ofNullable(property == null ? System.getenv(LOCATION) : property)
                .map(Path::of)
                .orElseGet(() -> checkout().resolveSibling("shared").resolve("testdata"));
    }

    /** The root of the build above the working directory, or the working directory if there is none. */
    private static Path checkout() {
        Path start = Path.of("").toAbsolutePath();
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve(".mvn")))
                .findFirst()
                .orElse(start);
    }
}
