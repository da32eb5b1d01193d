package dev.holdfast.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules applied to this repository, and to texts that break them or only seem to. */
final class SourceRulesTest {
    /** In place of "_" in the texts below, so that this file itself keeps the rule. */
    private static final String WORD = "who" + "ever";

    @TempDir
    private Path folder;

    @Test
    void repository_keepsTheRules() throws IOException {
        List<SourceFile> sources = SourceRules.sources(SourceRules.root(Path.of("")));
        assertThat(sources).extracting(SourceFile::language).contains(Language.values());
        assertThat(SourceRules.violations(sources)).isEmpty();
        assertThat(SourceRules.homonyms(sources.stream().map(SourceFile::name).toList()))
                .isEmpty();
    }

    @Test
    void name_standsForOneTypeInProductionCode() {
        String one = "a/src/main/java/x/Thing.java";
        String other = "b/src/main/java/y/Thing.java";
        assertThat(SourceRules.homonyms(List.of(one, other)))
                .containsExactly("Thing.java stands in [" + one + ", " + other + "]");
        assertThat(SourceRules.homonyms(List.of(one, "b/src/test/java/y/Thing.java", "c/src/main/java/z/Other.java")))
                .isEmpty();
        assertThat(SourceRules.homonyms(List.of("a/src/main/java/x/Main.java", "b/src/main/java/y/Main.java")))
                .isEmpty();
    }

    @Test
    void word_isFoundInComments() throws IOException {
        assertFound("A.java", "// for _ asks");
        assertFound("A.java", "/** For _ asks. */");
        assertFound("A.java", "/* It is _'s turn. */");
        assertFound("a.js", "// for _ asks");
        assertFound("a.sh", "echo 1 # for _ asks");
        assertFound("script", "# for _ asks", "#!/usr/bin/env bash");
        assertFound("script", "// for _ asks", "#!/usr/bin/env node");
    }

    @Test
    void word_isFoundInLiterals() throws IOException {
        assertFound("A.java", "x = \"_ asks first\";");
        assertFound("A.java", "x = \"\"\" for _ asks \"\"\";");
        assertFound("a.js", "say(`${n} for _ asks`);");
        assertFound("a.js", "say('for _ asks');");
        assertFound("a.sh", "say \"for _ asks\"");
    }

    @Test
    void word_isFoundInMarkdown() throws IOException {
        assertFound("a.md", "This is for _ asks.");
        assertFound("a.md", "| a table | for _ asks |");
        assertFound("a.md", "See [what _ asks](a.md) too.");
        assertFound("a.md", "_ asks.", "```", "code", "```");
    }

    @Test
    void word_isDataInCodeAndQuotes() throws IOException {
        assertClean("A.java", "int _ = 1;");
        assertClean("A.java", "x = \"_\";");
        assertClean("A.java", "x = \"{'a': '_'}\";");
        assertClean("A.java", "x = \"the state @_ and x/_\";");
        assertClean("a.js", "say('@_');");
        assertClean("a.sh", "echo $#_ + 1");
        assertClean("a.md", "See [this](a/_) and `for _ asks`.");
        assertClean("a.md", "```", "for _ asks", "```");
        assertClean("a.txt", "for _ asks");
    }

    @Test
    void phrase_isFoundAcrossLines() throws IOException {
        String phrase = "in vai" + "n";
        assertThat(violations("A.java", "/**", " * Asked in", " * " + phrase.substring(3) + ". */"))
                .containsExactly("A.java:2: \"" + phrase + "\" is not plain technical English");
    }

    @Test
    void line_hasAtMost120Characters() throws IOException {
        String full = "x".repeat(120);
        assertClean("A.java", full);
        assertClean("A.java", "ä".repeat(119) + "😀");
        for (String name : List.of("A.java", "a.js", "a.sh", "a.md")) {
            assertThat(violations(name, "", full + "x"))
                    .containsExactly(name + ":2: 121 characters, at most 120 are allowed");
        }
    }

    @Test
    void line_mayBeLongerWhereItCannotBeWrapped() throws IOException {
        String full = "x".repeat(120);
        assertClean("A.java", "import " + full + ";");
        assertClean("a.md", "| a | " + full + " |");
        assertClean("a.md", "```", full + "x", "```");
        assertClean("a.md", "See [this](" + full + "), or https://example.org/" + full);
        assertClean("a.md", "[this]: " + full);
    }

    @Test
    void sources_areNotLookedForInBuilds() throws IOException {
        for (String name : List.of("target", "build", "node_modules", ".git")) {
            Files.createDirectories(folder.resolve("module").resolve(name));
            Files.writeString(folder.resolve("module").resolve(name).resolve("A.java"), "// for " + WORD);
        }
        assertThat(SourceRules.sources(folder)).isEmpty();
    }

    @Test
    void root_isTheNearestFolderWithTheLauncher() throws IOException {
        Path module = Files.createDirectories(folder.resolve("module"));
        Files.createFile(module.resolve("pom.xml"));
        assertThatThrownBy(() -> SourceRules.root(module)).isInstanceOf(IllegalStateException.class);
        Files.createFile(folder.resolve("pom.xml"));
        Files.createFile(folder.resolve("holdfast"));
        assertThat(SourceRules.root(module)).isEqualTo(folder);
    }

    /** With the lines before it, if any. */
    private void assertFound(String name, String line, String... before) throws IOException {
        String[] lines = List.of(before).toArray(new String[before.length + 1]);
        lines[before.length] = line;
        assertThat(violations(name, lines))
                .containsExactly(name + ":" + lines.length + ": \"" + WORD + "\" is not plain technical English");
    }

    private void assertClean(String name, String... lines) throws IOException {
        assertThat(violations(name, lines)).isEmpty();
    }

    private List<String> violations(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, String.join("\n", lines).replace("_", WORD));
        return SourceRules.violations(SourceFile.read(folder, file).stream().toList());
    }
}
