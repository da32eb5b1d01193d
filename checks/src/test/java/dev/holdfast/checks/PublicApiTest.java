package dev.holdfast.checks;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is public API stands in one table, and what stands there says what it is. */
final class PublicApiTest {
    private static final Path ROOT = SourceRules.root(Path.of(""));
    private static final String PAGE = "docs/versions.md";
    private static final Pattern MODULE = Pattern.compile("<module>([^<]*)</module>");
    private static final Pattern PUBLIC =
            Pattern.compile("^public .*(?:class|record|interface|enum) ", Pattern.MULTILINE);
    private static final Pattern PUBLIC_CLASS =
            Pattern.compile("^public (?:final |abstract |sealed |non-sealed )*class (\\w+)(.*)\\{", Pattern.MULTILINE);
    private static final Pattern FIELD = Pattern.compile(
            "^    (?:private |protected )?(?:final )?[A-Z][\\w<>?, @.]* \\w+(?: =.*)?;", Pattern.MULTILINE);
    private static final Pattern METHOD =
            Pattern.compile("^    public (?!static )[\\w<>?, @.\\[\\]]+ \\w+\\(", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("(?m)^\\|.*`dev\\.holdfast\\..*$");
    private static final Pattern NAME = Pattern.compile("`(dev\\.holdfast[\\w.]*)`");

    @Test
    void packagesWithPublicTypes_areThoseOfTheTable() {
        Set<String> found = new TreeSet<>();
        for (String module : libraries()) {
            found.addAll(packages(module).keySet());
        }
        assertThat(found)
                .as("packages with public types, beside those that %s lists", PAGE)
                .isEqualTo(listed(row -> true));
    }

    /** Of a class with fields and methods, what an author sees in a log or a debugger would otherwise be a number. */
    @Test
    void publicClasses_sayWhatTheyAre() {
        Set<String> promised = listed(row -> !row.strip().endsWith("| no |") && !row.contains("| no: "));
        List<String> silent = new ArrayList<>();
        for (String module : libraries()) {
            packages(module).forEach((name, sources) -> {
                if (promised.contains(name) && !name.contains(".testkit") && !name.contains(".spi")) {
                    sources.stream().filter(PublicApiTest::isSilent).forEach(source -> silent.add(className(source)));
                }
            });
        }
        assertThat(silent).as("public classes without toString").isEmpty();
    }

    private static boolean isSilent(String source) {
        Matcher declared = PUBLIC_CLASS.matcher(source);
        return declared.find()
                && !declared.group(2).contains("extends")
                && FIELD.matcher(source).find()
                && METHOD.matcher(source).find()
                && !source.contains("String toString()");
    }

    private static String className(String source) {
        Matcher declared = PUBLIC_CLASS.matcher(source);
        return declared.find() ? declared.group(1) : "";
    }

    /** The modules that a program uses as a library. */
    private static List<String> libraries() {
        return MODULE.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .filter(module -> !Set.of("bom", "cli").contains(module))
                .filter(module -> !read(ROOT.resolve(module + "/pom.xml")).contains("<maven.deploy.skip>true"))
                .toList();
    }

    /** The sources with a public type, by package; rooms are left out. */
    private static Map<String, List<String>> packages(String module) {
        Path sources = ROOT.resolve(module).resolve("src/main/java");
        Map<String, List<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(file -> {
                Path folder = sources.relativize(file).getParent();
                String name = folder == null
                        ? ""
                        : folder.toString().replace(folder.getFileSystem().getSeparator(), ".");
                String source = read(file);
                if (!name.contains(".internal") && PUBLIC.matcher(source).find()) {
                    found.computeIfAbsent(name, each -> new ArrayList<>()).add(source);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Set<String> listed(Predicate<String> rows) {
        String modules = read(ROOT.resolve(PAGE));
        String table = modules.substring(modules.indexOf("## Modules"), modules.indexOf("## Formats"));
        String wanted = ROW.matcher(table)
                .results()
                .map(row -> row.group())
                .filter(rows)
                .collect(joining("\n"));
        Set<String> names = new TreeSet<>();
        NAME.matcher(wanted).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
