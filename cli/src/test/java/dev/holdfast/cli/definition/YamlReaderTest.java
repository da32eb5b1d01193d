package dev.holdfast.cli.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML as it stands for JSON, and what does not. */
final class YamlReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: yes|{'a':'yes'}",
                "on: {go: off}|{'on':{'go':'off'}}",
                "a: ~|{'a':'~'}",
                "a:|{'a':null}",
                "[null, Null, true, True]|[null,'Null',true,'True']",
                "[1, 1.0, -0, 1e3, 12345678901234567890]|[1,1.0,-0,1e3,12345678901234567890]",
                "[0x10, 010, 1_000, +1, .5, 1., 12:30]|['0x10','010','1_000','+1','.5','1.','12:30']",
                "[\"1\", '1', 'null']|['1','1','null']",
                "a: &x {b: 1}\\nc: [*x, *x]|{'a':{'b':1},'c':[{'b':1},{'b':1}]}",
                "a: &x 1\\nb: &x 2\\nc: *x|{'a':1,'b':2,'c':2}",
                "&k key: 1\\nother: *k|{'key':1,'other':'key'}",
                "%YAML 1.2\\n---\\na: 1\\n...|{'a':1}",
                "2026-08-01|'2026-08-01'",
                "<<: 1|{'<<':1}",
            })
    void value_isThatOfTheJsonSchema(String yaml, String json) {
        assertThat(read(yaml)).isEqualTo(Json.parse(json.replace('\'', '"')));
    }

    @Test
    void blocksOfText_keepTheirLines() {
        assertThat(YamlReader.read("a: >\n  one\n  two\nb: |-\n  three\n  four\n")
                        .toString())
                .isEqualTo("{\"a\":\"one two\\n\",\"b\":\"three\\nfour\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|empty",
                "# nothing|empty",
                "a: 1\\nb: 2\\na: 3|already at line 3, column 1",
                "a: {b: 1, \"b\": 2}|already at line 1, column 11",
                "a: !!str 1|a tag, which JSON does not have at line 1, column 4",
                "a: !mine {}|a tag, which JSON does not have at line 1, column 4",
                "a: !<tag:x> []|a tag, which JSON does not have at line 1, column 4",
                "!!str a: 1|a tag, which JSON does not have at line 1, column 1",
                "a: .nan|a number that JSON does not have at line 1, column 4",
                "a: [-.inf]|a number that JSON does not have at line 1, column 5",
                "a: 1e9999999999|too large or too long at line 1, column 4",
                "1: a|not text; quote it at line 1, column 1",
                "true: a|not text; quote it at line 1, column 1",
                "{null: a}|not text; quote it at line 1, column 2",
                "? [a]\\n: b|not text; quote it at line 1, column 3",
                "? {a: 1}\\n: b|not text; quote it at line 1, column 3",
                "a: &x 1\\n*x : b|not text; quote it at line 2, column 1",
                "a: *x|no value that ended before it at line 1, column 4",
                "a: &x [*x]|no value that ended before it at line 1, column 8",
                "a: &x 1\\nb: &x [*x]|no value that ended before it at line 2, column 8",
                "a: 1\\n---\\nb: 2|a second document at line 2, column 1",
                "%YAML 1.1\\n---\\na: 1|another version than YAML 1.2",
                "a: [1|line 1, column 6",
                "a: b: c|line 1, column 5",
                "a:\\n\\t- b|line 2, column 1",
                "a: \"\\uD800\"|half of a surrogate pair at line 1, column 4",
                "a: @b|line 1, column 4",
            })
    void otherText_isRefusedWithItsPlace(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml == null ? "" : yaml))
                .isInstanceOf(YamlProblem.class)
                .hasMessageContaining(message);
    }

    @Test
    void characterThatYamlForbids_isRefusedWithItsPlace() {
        assertThatThrownBy(() -> YamlReader.read("a: 1\nb: \u0007"))
                .isInstanceOf(YamlProblem.class)
                .hasMessage("a character that YAML does not allow at line 2, column 4");
    }

    /** Each level has the one before ten times: ten to the power of 40 values in a few hundred characters. */
    @Test
    void aliases_makeNoValueThatIsTooLarge() {
        StringBuilder laughs = new StringBuilder("a0: &a0 lol\n");
        for (int i = 1; i <= 40; i++) {
            laughs.append("a").append(i).append(": &a").append(i).append(" [");
            laughs.append(("*a" + (i - 1) + ", ").repeat(10)).append("]\n");
        }
        assertThatThrownBy(() -> YamlReader.read(laughs.toString()))
                .isInstanceOf(YamlProblem.class)
                .hasMessageContaining("aliases make larger than 1048576 bytes at line 7, ");
    }

    @Test
    void value_isNoDeeperThanJsonMayBe() {
        assertThat(YamlReader.read("[".repeat(64) + "]".repeat(64)).depth()).isEqualTo(64);
        for (String deep : List.of("[".repeat(65), "[".repeat(500_000), "- ".repeat(65) + "a", "{a: ".repeat(65))) {
            assertThatThrownBy(() -> YamlReader.read(deep))
                    .isInstanceOf(YamlProblem.class)
                    .hasMessageContaining("more than 64 levels at line 1, column");
        }
        String aliases = "a: &a " + "[".repeat(40) + "]".repeat(40) + "\nb: " + "[".repeat(40) + "*a" + "]".repeat(40);
        assertThatThrownBy(() -> YamlReader.read(aliases))
                .isInstanceOf(YamlProblem.class)
                .hasMessageContaining("more than 64 levels at line 2");
    }

    /** Whatever is written, in whichever style, is read as it was; and JSON is YAML. */
    @TestFactory
    Stream<DynamicTest> value_isReadAsItWasWritten() {
        return Seeds.tests(100, seed -> {
            Random random = new Random(seed);
            Json value = value(random, 4);
            StringBuilder yaml = new StringBuilder();
            write(value, 0, random, yaml);
            assertThat(YamlReader.read(yaml.toString())).as(yaml.toString()).isEqualTo(value);
            assertThat(YamlReader.read(value.toString())).as(value.toString()).isEqualTo(value);
        });
    }

    /** Text that is cut and mixed is read or refused, and nothing else. */
    @TestFactory
    Stream<DynamicTest> anyText_isReadOrRefused() {
        return Seeds.tests(200, seed -> {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            write(value(random, 4), 0, random, text);
            String signs = "[]{}:-?&*!|>%@`'\"#,\t\n \\\u0000\uD800\uFEFFxa0";
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                text.insert(random.nextInt(text.length() + 1), signs.charAt(random.nextInt(signs.length())));
            }
            try {
                assertThat(YamlReader.read(text.toString())).isNotNull();
            } catch (YamlProblem e) {
                assertThat(e.getMessage()).as(text.toString()).isNotBlank().doesNotContain("\n");
            }
        });
    }

    private static Json read(String yaml) {
        return YamlReader.read(yaml.replace("\\n", "\n").replace("\\t", "\t"));
    }

    private static Json value(Random random, int levels) {
        return switch (random.nextInt(levels > 0 ? 8 : 6)) {
            case 0 -> Json.NULL;
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> Json.of(random.nextInt());
            case 3 -> Json.parse(random.nextInt(100) + "." + random.nextInt(100) + "e-" + random.nextInt(9));
            case 4, 5 -> Json.of(word(random));
            case 6 -> {
                List<Json> items = new ArrayList<>();
                random.ints(random.nextInt(4)).forEach(ignored -> items.add(value(random, levels - 1)));
                yield JsonArray.copyOf(items);
            }
            default -> {
                JsonObject.Builder members = JsonObject.builder();
                random.ints(random.nextInt(4))
                        .forEach(each -> members.put(word(random) + each, value(random, levels - 1)));
                yield members.build();
            }
        };
    }

    private static String word(Random random) {
        List<String> words =
                List.of("yes", "null", "1", "a: b", "- c", "# d", "é 😀", "'", "\"", "two\nlines", " ", "");
        return words.get(random.nextInt(words.size()));
    }

    /** In blocks where the value allows it, else as JSON. */
    private static void write(Json value, int indent, Random random, StringBuilder yaml) {
        String margin = " ".repeat(indent);
        if (random.nextInt(4) == 0) {
            yaml.append(' ').append(value).append('\n');
        } else if (value instanceof JsonArray items && !items.isEmpty()) {
            yaml.append('\n');
            items.forEach(
                    item -> write(item, indent + 2, random, yaml.append(margin).append('-')));
        } else if (value instanceof JsonObject members && !members.isEmpty()) {
            yaml.append('\n');
            members.keys().forEach(key -> {
                yaml.append(margin).append(new JsonString(key)).append(':');
                write(Objects.requireNonNull(members.get(key)), indent + 2, random, yaml);
            });
        } else if (value instanceof JsonString text && text.value().contains("lines") && indent > 0) {
            yaml.append(" |-\n")
                    .append(margin)
                    .append(text.value().replace("\n", "\n" + margin))
                    .append('\n');
        } else {
            yaml.append(' ').append(value).append('\n');
        }
    }
}
