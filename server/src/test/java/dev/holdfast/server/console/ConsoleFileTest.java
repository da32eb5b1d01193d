package dev.holdfast.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class ConsoleFileTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/holdfast/server/console");
    private static final int MOST_COMPRESSED = 150_000;

    /** What would read a text as markup or as a program, or reach out of the page. */
    private static final List<String> FORBIDDEN = List.of(
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "DOMParser",
            "createContextualFragment",
            "srcdoc",
            "eval(",
            "new Function",
            "import(",
            "localStorage",
            "document.cookie",
            "@import");

    private static final Pattern IMPORT = Pattern.compile("from '([^']*)'");
    private static final Pattern ADDRESS = Pattern.compile("(https?:)?//[a-z0-9.-]+");
    private static final Pattern INLINE = Pattern.compile("(?i)<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*src=)");

    private final List<ConsoleFile> files = ConsoleFile.all();

    @Test
    void everyFileOfTheFolder_isServed() throws Exception {
        try (Stream<Path> there = Files.list(FOLDER)) {
            Set<String> names = there.map(file -> file.getFileName().toString()).collect(Collectors.toSet());

            assertThat(files.stream().map(file -> name(file.path()))).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void everyImport_isAFileOfThePage() {
        for (ConsoleFile file : files) {
            Matcher imports = IMPORT.matcher(file.text());
            while (imports.find()) {
                String wanted = "/console/" + imports.group(1).replace("./", "");
                assertThat(files.stream().map(ConsoleFile::path))
                        .as(file.path())
                        .contains(wanted);
            }
        }
    }

    @Test
    void noFile_readsTextAsMarkup() {
        for (ConsoleFile file : files) {
            assertThat(file.text()).as(file.path()).doesNotContain(FORBIDDEN.toArray(String[]::new));
        }
    }

    @Test
    void noFile_namesAnotherServer() {
        for (ConsoleFile file : files) {
            String text = file.text().replace("http://www.w3.org/2000/svg", "");
            String code =
                    text.lines().filter(line -> !line.strip().startsWith("//")).collect(Collectors.joining("\n"));
            assertThat(ADDRESS.matcher(code).find()).as(file.path()).isFalse();
        }
    }

    @Test
    void page_hasNeitherScriptNorStyleWithinIt() {
        ConsoleFile page = files.getFirst();

        assertThat(page.path()).isEqualTo(Console.PAGE);
        assertThat(INLINE.matcher(page.text()).find()).isFalse();
    }

    @Test
    void policy_allowsNothingButThisServer() {
        String policy = ConsoleFile.HEADERS.get("Content-Security-Policy");

        assertThat(policy)
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .doesNotContain("unsafe", "*", "http");
    }

    @Test
    void wholePage_isShort() throws Exception {
        int bytes = 0;
        for (ConsoleFile file : files) {
            bytes += compressed(file.text());
        }
        assertThat(bytes).isLessThan(MOST_COMPRESSED);
    }

    private static String name(String path) {
        return path.equals(Console.PAGE) ? "index.html" : path.substring(path.lastIndexOf('/') + 1);
    }

    private static int compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.size();
    }
}
