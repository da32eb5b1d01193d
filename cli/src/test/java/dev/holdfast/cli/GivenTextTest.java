package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GivenTextTest {
    @TempDir
    private Path home;

    /** Random bytes as Java reads them: refused exactly if they are not UTF-8, also if U+FFFD itself is given. */
    @TestFactory
    Stream<DynamicTest> text_isRefusedIfItIsNotUtf8() {
        return Seeds.tests(200, seed -> {
            Random random = new Random(seed);
            byte[] word = word(random);
            String read = new String(word, StandardCharsets.UTF_8);
            boolean isUtf8 = new String(read.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                    .equals(new String(word, StandardCharsets.ISO_8859_1));
            GivenText given = new GivenText(true, listed("java", "-cp", word), listed("HOLDFAST_STORE=", "X=", word));

            assertThat(given.objection(new String[] {"-cp", read}, Map.of()))
                    .isEqualTo(isUtf8 ? null : "argument 2 is not UTF-8");
            assertThat(given.objection(new String[0], Map.of("X", read))).isNull();
            GivenText variable = new GivenText(true, null, joined("HOLDFAST_STORE=", word));
            assertThat(variable.objection(new String[0], Map.of("HOLDFAST_STORE", read)))
                    .isEqualTo(isUtf8 ? null : "the variable HOLDFAST_STORE is not UTF-8");
        });
    }

    @Test
    void text_isAsciiWhereJavaReadsAnotherEncoding() {
        GivenText given = new GivenText(false, null, null);

        assertThat(given.objection(new String[] {"set", "k", "v"}, Map.of("HOME", "/root")))
                .isNull();
        assertThat(given.objection(new String[] {"set", "é"}, Map.of())).startsWith("argument 2 is not ASCII");
        assertThat(given.objection(new String[0], Map.of("HOME", "/é"))).startsWith("the variable HOME is not ASCII");
        assertThat(given.objection(new String[0], Map.of("NAME", "é"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "~,/h",
        "~/a b,/h/a b",
        "$HOME/x,/h/x",
        "${HOME},/h",
        "~user/x,~user/x",
        "a/~,a/~",
        "$HOMER/x,$HOMER/x",
        "x,x"
    })
    void home_isMeantAtTheBeginningOfAPath(String written, String meant) {
        Surroundings surroundings =
                new Shell(home).surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream());

        assertThat(surroundings.expanded(written)).isEqualTo(meant.replace("/h", home.toString()));
    }

    @Test
    void home_isWhatItsVariableNames() {
        assertThat(Surroundings.home(Map.of("HOME", "/elsewhere"), "/recorded")).isEqualTo("/elsewhere");
        assertThat(Surroundings.home(Map.of("HOME", ""), "/recorded")).isEqualTo("/recorded");
        assertThat(Surroundings.home(new TreeMap<>(), "/recorded")).isEqualTo("/recorded");
    }

    @Test
    void path_isExpandedInOptionsAndVariables() {
        Shell shell = new Shell(home);

        assertThat(shell.run("set", "k", "--string", "v", "--store", "file:~/one")
                        .code())
                .isZero();
        assertThat(home.resolve("one/000001.jsonl")).exists();
        assertThat(shell.with("HOLDFAST_STORE", "sqlite:${HOME}/zwei é.db")
                        .run("set", "k", "1")
                        .code())
                .isZero();
        assertThat(home.resolve("zwei é.db")).exists();
        assertThat(shell.run("serve", "--api-keys", "$HOME/none").err()).contains(home + "/none");
    }

    /** Options may stand anywhere among the words. */
    @Test
    void set_takesOptionsBetweenItsWords() {
        Shell shell = new Shell(home);
        for (String[] words : new String[][] {
            {"set", "k", "--string", "v"},
            {"set", "--string", "k", "v"},
            {"set", "k", "v", "--string"},
            {"set", "@default", "--string", "k", "v"},
            {"set", "@default", "k", "--string", "v"},
        }) {
            assertThat(shell.run(words).code()).as(String.join(" ", words)).isZero();
            assertThat(shell.run("get", "k").out().strip()).isEqualTo("\"v\"");
        }
        assertThat(shell.run("set", "k").err()).contains("two or three words");
        assertThat(shell.run("set", "a", "b", "c", "d").code()).isEqualTo(2);
    }

    @Test
    void messages_nameNoClasses() {
        Shell shell = new Shell(home);
        for (String[] words : new String[][] {
            {"serve", "--audience", "a^b"},
            {"serve", "--state-key", "a\0b"},
            {"serve", "--port", "x"},
            {"set", "k", "1", "--store", "file:/proc/none"},
            {"set", "k", "1", "--store", "sqlite:/proc/none/x.db"},
            {"set", "k", "1", "--store", "file:a\0b"},
            {"serve", "--token", "/proc/none/x"},
            {"serve", "--api-keys", "/proc/none"},
            {"history", "--from", "x"},
        }) {
            Shell.Result result = shell.run(words);
            assertThat(result.code()).as(String.join(" ", words)).isNotZero();
            assertThat(result.err()).as(String.join(" ", words)).doesNotContain("Exception", "java.", "\tat ");
        }
    }

    private static byte[] word(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] parts = {"a", "é", "ключ", "😀", "\uFFFD"};
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            bytes.writeBytes(parts[random.nextInt(parts.length)].getBytes(StandardCharsets.UTF_8));
        }
        if (random.nextBoolean()) {
            bytes.write(0x80 + random.nextInt(0x80));
        }
        return bytes.toByteArray();
    }

    /** Words and then bytes, each ended by 0. */
    private static byte[] listed(String one, String two, byte[] last) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((one + "\0" + two + "\0").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(last);
        bytes.write(0);
        return bytes.toByteArray();
    }

    private static byte[] joined(String name, byte[] value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(value);
        bytes.write(0);
        return bytes.toByteArray();
    }
}
