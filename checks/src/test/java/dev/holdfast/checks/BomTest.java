package dev.holdfast.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The BOM has everything that is published, and has one version with it. */
final class BomTest {
    private static final Path ROOT = SourceRules.root(Path.of(""));
    private static final Pattern MODULE = Pattern.compile("<module>([^<]*)</module>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(holdfast-[^<]*)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");

    @Test
    void bom_hasEveryPublishedModuleAndNothingElse() {
        assertThat(found(ARTIFACT, "bom/pom.xml").stream().skip(1)).containsExactlyInAnyOrderElementsOf(published());
    }

    @Test
    void bom_hasTheVersionOfTheBuild() {
        assertThat(found(VERSION, "bom/pom.xml").getFirst())
                .isEqualTo(found(VERSION, "pom.xml").getFirst());
    }

    /** Maven Central refuses an artifact without, and a module inherits no name. */
    @Test
    void published_haveANameAndADescriptionOfTheirOwn() {
        List<String> heads = modules()
                .map(module -> read(module + "/pom.xml").split("<dependencies>", 2)[0])
                .toList();
        assertThat(heads)
                .allSatisfy(head -> assertThat(head)
                        .containsPattern("\n  <name>Holdfast [^<]+</name>\n  <description>[^<]+</description>\n"));
    }

    private static List<String> published() {
        return modules().map(module -> "holdfast-" + module).toList();
    }

    private static Stream<String> modules() {
        return found(MODULE, "pom.xml").stream()
                .filter(module -> !module.equals("bom"))
                .filter(module -> !read(module + "/pom.xml").contains("<maven.deploy.skip>true"));
    }

    private static List<String> found(Pattern pattern, String file) {
        return pattern.matcher(read(file))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
