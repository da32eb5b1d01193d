package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of the documentation and what it shows, so that a test can do it and compare. */
record Page(String text) {
    private static final Pattern BLOCK = Pattern.compile("```([a-z]*)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("`holdfast ([^`]*)`");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    static Page of(String name) {
        return new Page(read(Path.of("../docs", name)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks in a language, in their order; those in none have the empty name. */
    List<String> blocks(String language) {
        List<String> found = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                found.add(matcher.group(2));
            }
        }
        return found;
    }

    /** The one block without a language that has this text in it. */
    String blockWith(String part) {
        List<String> found =
                blocks("").stream().filter(block -> block.contains(part)).toList();
        assertThat(found).as("blocks with " + part).hasSize(1);
        return found.getFirst();
    }

    /** The commands that stand within the text, each as its words after {@code holdfast}. */
    List<String[]> commands() {
        return COMMAND.matcher(text)
                .results()
                .map(result -> words(result.group(1)))
                .toList();
    }

    /** The words of a command line, without the quotes around them. */
    static String[] words(String line) {
        return WORD.matcher(line).results().map(Page::unquoted).toArray(String[]::new);
    }

    private static String unquoted(MatchResult word) {
        return Arrays.asList(word.group(1), word.group(2), word.group(3)).stream()
                .filter(group -> group != null)
                .collect(Collectors.joining());
    }

    /** Every paragraph of Java on the page stands in the source of a test, which compiles and runs it. */
    void requireJavaIn(Class<?> test) {
        Path source = Path.of("src/test/java", test.getName().replace('.', '/') + ".java");
        String code = squeezed(read(source));
        assertThat(blocks("java")).isNotEmpty();
        for (String block : blocks("java")) {
            for (String paragraph : block.split("\n\n", -1)) {
                assertThat(code).as(paragraph).contains(squeezed(paragraph));
            }
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
    }

    /** A text is as it is shown, where {@code …} stands for whatever is left out. */
    static void requireShown(String shown, String actual) {
        String pattern = Arrays.stream(shown.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        assertThat(actual).as("shown as " + shown).matches(Pattern.compile(pattern, Pattern.DOTALL));
    }
}
