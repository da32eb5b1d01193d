package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Public test suites, kept beside the checkout: in {@code ../shared/testdata} from its root, or where the system property or
 * environment variable {@code HOLDFAST_TESTDATA} says. A test that needs one which is not there is aborted.
 */
final class TestData {
    private static final String LOCATION = "HOLDFAST_TESTDATA";

    private TestData() {}

    static byte[] read(String file) {
        return read(existing(file));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder in the order of their names. */
    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(existing(folder))) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).isNotEmpty();
            return sorted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path existing(String name) {
        Path path = root().resolve(name);
        Assumptions.assumeTrue(Files.exists(path), () -> "public test suite not found: " + path);
        return path;
    }

    private static Path root() {
        String property = System.getProperty(LOCATION);
        return Optional.ofNullable(property == null ? System.getenv(LOCATION) : property)
                .map(Path::of)
                .orElseGet(() -> checkout().resolveSibling("shared").resolve("testdata"));
    }

    private static Path checkout() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder == null ? Assumptions.abort("the tests do not run inside a checkout") : folder;
    }
}
