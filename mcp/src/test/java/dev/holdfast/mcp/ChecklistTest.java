package dev.holdfast.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** The checklists in {@code docs} name tests that there are, for every rule. */
@ParameterizedClass
@CsvSource({"mcp-checklist.md, 106", "events-checklist.md, 56"})
final class ChecklistTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`(?: \\(([\\w-]+)\\))?");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| (.+) \\|$");

    private final String checklist;
    private final int rules;

    ChecklistTest(String file, int rules) throws IOException {
        this.checklist = Files.readString(ROOT.resolve("docs").resolve(file));
        this.rules = rules;
    }

    @Test
    void test_thatIsNamedExists() {
        List<MatchResult> named = NAMED.matcher(checklist).results().toList();
        assertThat(named).hasSizeGreaterThan(rules);
        assertThat(named)
                .filteredOn(test -> !exists(test))
                .map(MatchResult::group)
                .isEmpty();
    }

    @Test
    void rule_isHeldByATestOrSaysWhyNot() {
        List<MatchResult> rows = ROW.matcher(checklist).results().toList();
        assertThat(rows)
                .map(row -> row.group(1))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, rules)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(rows)
                .filteredOn(row -> Stream.of("#", "not applicable: ", "`e2e/").noneMatch(row.group(2)::contains))
                .map(MatchResult::group)
                .isEmpty();
    }

    private static boolean exists(MatchResult test) {
        Pattern method = Pattern.compile("(?m)^    (?:void|Stream<DynamicTest>) " + test.group(2) + "\\(");
        Stream<String> modules = test.group(3) == null ? Stream.of("mcp", "mcp-http") : Stream.of(test.group(3));
        return modules.anyMatch(module -> exists(module, test.group(1) + ".java", method));
    }

    private static boolean exists(String module, String file, Pattern method) {
        try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            return sources.filter(source -> source.endsWith(file))
                    .anyMatch(source -> method.matcher(read(source)).find());
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new AssertionError(source + " cannot be read", e);
        }
    }
}
