package dev.holdfast.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every paragraph of Java that these pages show stands in a source of this module, so that it compiles. */
final class ShownJavaTest {
    private static final List<Path> ADAPTERS = Stream.of(
                    "junit", "langchain4j", "mcp-sdk", "langgraph4j", "spring-boot")
            .map(module -> Path.of("..", module, "src", "test"))
            .filter(Files::isDirectory)
            .toList();

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/library.md"})
    void java_standsInASource(String page) throws IOException {
        assertStandInASource(blocks(page));
    }

    @Test
    void statefulToolsOfTheProtocolPage_standInASource() throws IOException {
        assertStandInASource(blocks("docs/mcp.md").subList(0, 2));
    }

    /** What needs a library that the other examples do without stands in the tests of its adapter. */
    @Test
    void adapters_standInTestsOfTheirs() throws IOException {
        assertStandIn(blocks("docs/adapters.md"), ADAPTERS);
    }

    private static List<String> blocks(String page) {
        return JAVA.matcher(read(Path.of("..", page)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static void assertStandInASource(List<String> blocks) throws IOException {
        assertStandIn(blocks, List.of(Path.of("src")));
    }

    private static void assertStandIn(List<String> blocks, List<Path> folders) throws IOException {
        String sources = sources(folders);
        assertThat(blocks.stream().flatMap(block -> Stream.of(block.split("\n\n", -1))))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(sources).as(each).contains(squeezed(each)));
    }

    private static String sources(List<Path> folders) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path folder : folders) {
            all.append(sources(folder)).append('\n');
        }
        return all.toString();
    }

    private static String sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(ShownJavaTest::read)
                    .map(ShownJavaTest::squeezed)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without white space and comments, which a page has less or more of. */
    private static String squeezed(String code) {
        return code.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
    }
}
