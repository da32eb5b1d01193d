package dev.holdfast.rules;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The timeout is a watchdog: what is hostile here must end by the bounds, and would else run for hours. */
@Timeout(120)
final class ExpressionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DOCUMENT = "{'total':3,'whole':3.0,'price':1.5,'big':9223372036854775808,'none':null,"
            + "'name':'ann','tags':['a','b'],'items':[{'n':1},{'n':2}],'due':'2025-12-31T00:00:00Z','a.b':true}";

    private final HoldfastRules rules = new HoldfastRules();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "self.total >= 0                               | true",
                "self.total == self.whole                      | true",
                "self.price * 2.0                              | 3",
                "self.price > self.total                       | false",
                "self.big > 9.0e18                             | true",
                "self.total + 1                                | 4",
                "self.none == null                             | true",
                "has(self.absent)                              | false",
                "has(self.total) && 'total' in self            | true",
                "'a' in self.tags && size(self.tags) == 2      | true",
                "self.items.all(i, i.n > 0)                    | true",
                "self.items.map(i, i.n * 2)                    | [2,4]",
                "self.items.filter(i, i.n > 1)                 | [{`n`:2}]",
                "self.items[1]                                 | {`n`:2}",
                "{'x': self.tags, 'y': null}                   | {`x`:[`a`,`b`],`y`:null}",
                "self['a.b']                                   | true",
                "self.items == [{'n': 1}, {'n': 2.0}]          | true",
                "self == self                                  | true",
                "self.name.matches('^a.*n$')                   | true",
                "timestamp(self.due) < now                     | true",
                "self.name.startsWith('a') ? size(self.name) : 0 | 3",
            })
    void evaluate_answersWhatCelSays(String source, String result) throws Exception {
        assertThat(evaluate(source).toString()).isEqualTo(result.replace('`', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.total >=",
                "self.total >= x",
                "nothing(self)",
                "1 + 'a'",
                "",
                "self.f(1)",
                "google.protobuf.Struct{fields: {}}.x.y(1)",
            })
    void compile_refusesWhatIsNotAnExpression(String source) {
        assertThat(refusal(source)).isNotBlank().hasSizeLessThan(400);
    }

    @Test
    void compile_saysWhere() {
        assertThat(refusal("self.total >= x")).contains("'x'").endsWith("(line 1, column 15)");
    }

    @Test
    void compile_boundsLengthNodesAndDepth() {
        assertThat(refusal("'" + "x".repeat(5_000) + "'")).isNotBlank();
        assertThat(refusal("1" + "+1".repeat(1_000))).isNotBlank();
        assertThat(refusal("(".repeat(100) + "1" + "+1)".repeat(100))).isNotBlank();
        assertThat(refusal("[".repeat(100) + "1" + "]".repeat(100))).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "self.absent > 0            | there is no such key",
                "1 / (self.total - 3)       | something is divided by zero",
                "self.name + 1 == 2         | an operation is given values of types it does not accept",
                "self.tags[7] == 'a'        | an index is out of bounds",
                "int(self.name) == 1        | a text is not in the form that is converted",
            })
    void evaluate_saysWhyThereIsNoResultWithoutValues(String source, String why) {
        assertThat(failure(source)).isEqualTo(why).doesNotContain("ann");
    }

    @Test
    void evaluate_boundsIterationsTogether() {
        String thousand = "[" + "0,".repeat(99) + "0]";
        String nest = thousand.replace("0", "1");
        assertThat(failure(nest + ".all(a, " + nest + ".all(b, " + nest + ".all(c, a + b + c > 0)))"))
                .contains("10,000 iterations");
    }

    @Test
    void evaluate_boundsWhatEachIterationDoes() throws Exception {
        Json big = Json.parse(json("{'text':'" + "x".repeat(1_000_000) + "','list':[" + "0,".repeat(9_000) + "0]}"));

        for (String source : new String[] {
            "self.list.all(i, self == self)",
            "self.list.all(i, self.text + self.text != '')",
            "self.list.exists(i, (self.text + 'y').contains('xy' + string(i)) && false)",
            "self.list.all(i, self.text.matches('^(a+)+$') || true)",
        }) {
            assertThat(failure(source, big)).as(source).isEqualTo("it takes too much work");
        }
        assertThat(rules.expression("self.list.all(i, i >= size(self.list) - 9001)", Set.of("self"))
                        .evaluate(Map.of("self", big), NOW, steps()))
                .isEqualTo(Json.of(true));
    }

    /**
     * Lists that share their parts hold more of them than can be counted, and a call has to be counted before it is
     * made: compared with one another these would take years.
     */
    @Test
    void evaluate_countsWhatACallIsAboutToRead() {
        String shared = "[0]" + ".map(x, [x, x, x, x, x, x, x, x, x, x])".repeat(20);
        Json big = Json.parse(json("{'list':[" + "0,".repeat(100_000) + "0]}"));

        for (String source : new String[] {
            shared + " == " + shared,
            "dyn(" + shared + ") == self.list",
            "self.list in " + shared.replace("[0]", "[self.list]"),
            "{'a': " + shared + "} == {'a': " + shared + "}",
            "[" + "self.list == self.list, ".repeat(150) + "true] == []",
            "[" + "size(self.list + self.list + self.list), ".repeat(90) + "0] != []",
            "[" + "0,".repeat(200) + "0].all(i, self.list.exists(j, true) && self.list.exists(j, true))",
        }) {
            assertThat(failure(source, big)).as(source).isEqualTo("it takes too much work");
        }
    }

    @Test
    void evaluate_boundsTheResult() throws Exception {
        Json big = Json.parse(json("{'text':'" + "x".repeat(60_000) + "'}"));

        assertThat(failure("[self.text, self.text]", big)).contains("larger than 65536 bytes");
        assertThat(failure("{'a': self, 'b': self}", big)).contains("larger than 65536 bytes");
    }

    @Test
    void evaluate_boundsPatterns() {
        assertThat(failure("self.name.matches('((((a{1000}){1000}){1000}){1000})')"))
                .isNotBlank();
        assertThat(failure("self.name.matches('(?=a)')")).isNotBlank();
    }

    private Json evaluate(String source) throws CompilationException, EvaluationException {
        return rules.expression(source, Set.of("self")).evaluate(Map.of("self", document()), NOW, steps());
    }

    private String failure(String source) {
        return failure(source, document());
    }

    private String failure(String source, Json self) {
        try {
            return "no failure but "
                    + rules.expression(source, Set.of("self")).evaluate(Map.of("self", self), NOW, steps());
        } catch (EvaluationException e) {
            return e.problem();
        } catch (Steps.EndedException e) {
            return "it takes too much work";
        } catch (CompilationException e) {
            throw new AssertionError(e);
        }
    }

    private static Steps steps() {
        return Steps.all(1 << 25, () -> false);
    }

    private String refusal(String source) {
        return catchThrowableOfType(CompilationException.class, () -> rules.expression(source, Set.of("self")))
                .problem();
    }

    private static Json document() {
        return Json.parse(json(DOCUMENT));
    }
}
