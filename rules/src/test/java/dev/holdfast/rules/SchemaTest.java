package dev.holdfast.rules;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The timeout is a watchdog: what is hostile here must end by the bounds, and would else run for hours. */
@Timeout(120)
final class SchemaTest {
    private final HoldfastRules rules = new HoldfastRules();

    @Test
    void violations_sayWhereAndWhatButNotTheValue() throws Exception {
        List<SchemaCheck.Violation> violations = check(
                "{'properties':{'total':{'minimum':0},'name':{'type':'string'}},'required':['id']}",
                "{'total':-98765,'name':['secret']}");

        assertThat(violations)
                .extracting(violation -> violation.path() + " " + violation.keyword())
                .containsExactlyInAnyOrder("/total minimum", "/name type", " required");
        assertThat(violations)
                .allSatisfy(violation -> assertThat(violation.message()).doesNotContain("98765", "secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'const':1}                                     | 1.0                     | true",
                "{'enum':[100]}                                  | 1e2                     | true",
                "{'type':'integer'}                              | 1.0                     | true",
                "{'type':'integer'}                              | 1e300                   | true",
                "{'type':'integer'}                              | 1.5                     | false",
                "{'const':9007199254740993}                      | 9007199254740992        | false",
                "{'maximum':0.30000000000000000001}              | 0.30000000000000000002  | false",
                "{'minimum':123456789012345678901234567890}      | 123456789012345678901234567889 | false",
                "{'multipleOf':0.01}                             | 4.35                    | true",
                "{'multipleOf':0.01}                             | 4.351                   | false",
                "{'uniqueItems':true}                            | [1,1.0]                 | false",
                "{'uniqueItems':true}                            | [0.1,0.10000000000000000001] | true",
                "{'format':'email'}                              | 'nobody'                | true",
                "{'pattern':'^(a+)+$'}                           | 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'"
                        + " | false",
                "{'$ref':'https://json-schema.org/draft/2020-12/schema'} | {'type':7}      | false",
                "{'$ref':'#/$defs/a','$defs':{'a':{'type':'null'}}} | null                 | true",
            })
    void violations_followTheSpecification(String schema, String value, boolean valid) throws Exception {
        assertThat(check(schema, value).isEmpty()).isEqualTo(valid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'type':'text'}",
                "{'minimum':'x'}",
                "{'$ref':'#/$defs/absent'}",
                "{'$ref':'https://example.com/schema.json'}",
                "{'$ref':'http://127.0.0.1:9/schema.json'}",
                "{'$ref':'file:///etc/passwd'}",
                "{'$ref':'classpath:draft/2020-12/schema'}",
                "{'$ref':'classpath:/META-INF/services/dev.holdfast.engine.spi.RuleCompiler'}",
                "{'$schema':'http://json-schema.org/draft-07/schema#'}",
                "{'$schema':'https://example.com/own'}",
                "{'pattern':'(?=a)b'}",
                "{'pattern':'(a)\\\\1'}",
                "{'pattern':'('}",
                "{'pattern':'(((a{1000}){1000}){1000})'}",
                "{'properties':{'x':{'patternProperties':{'(?!a)':true}}}}",
                "{'$ref':'#/$defs/a','$defs':{'a':{'pattern':'(?!a)'}}}",
            })
    void compile_refuses(String schema) {
        assertThat(refusal(schema)).isNotBlank().hasSizeLessThan(500).doesNotContain("Exception", "java.");
    }

    /** What an older draft says otherwise is told, and a schema that follows what is told can be used. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'$schema':'http://json-schema.org/draft-07/schema#','properties':{'x':{'$ref':'#/definitions/a'}},"
                        + "'definitions':{'a':{'type':'string'}}}"
                        + "| leave $schema out"
                        + "| {'properties':{'x':{'$ref':'#/definitions/a'}},'definitions':{'a':{'type':'string'}}}",
                "{'$schema':'http://json-schema.org/draft-04/schema#','id':'x','minimum':1,'exclusiveMinimum':true}"
                        + "| exclusiveMinimum is the number itself, id is $id, leave $schema out"
                        + "| {'$id':'x','exclusiveMinimum':1}",
                "{'properties':{'l':{'items':[{'type':'string'}],'additionalItems':false}}}"
                        + "| an array of items is prefixItems, and additionalItems is items"
                        + "| {'properties':{'l':{'prefixItems':[{'type':'string'}],'items':false}}}",
                "{'properties':{'x':{'$schema':'http://json-schema.org/draft-07/schema#'}}}"
                        + "| leave $schema out | {'properties':{'x':{}}}",
                "{'properties':{'x':{'required':true}}}"
                        + "| required is an array of names beside properties"
                        + "| {'properties':{'x':{}},'required':['x']}",
                "{'id':'x','type':'string'} | id is $id | {'$id':'x','type':'string'}",
                "{'exclusiveMaximum':true,'maximum':3,'dependencies':{'a':['b']}}| dependencies are dependentRequired"
                        + " and dependentSchemas, exclusiveMaximum is the number itself|"
                        + " {'exclusiveMaximum':3,'dependentRequired':{'a':['b']}}",
            })
    void compile_tellsHowAnOlderDraftBecomesOneThatWorks(String older, String advice, String mended) throws Exception {
        assertThat(refusal(older)).endsWith("; in 2020-12, " + advice).doesNotContain("Exception", "java.");
        assertThat(rules.schema(parsed(mended))).isNotNull();
    }

    @Test
    void compile_saysNothingOfOlderDraftsWhereThereIsNone() {
        assertThat(refusal("{'properties':{'id':{'type':'text'},'items':{}}}")).doesNotContain("2020-12");
    }

    /** A schema that is given has no address, which a path could be relative to. */
    @Test
    void id_mayBeAPathAlone() throws Exception {
        String schema = "{'$id':'/a/base.json','$ref':'int.json','$defs':{'n':{'$id':'int.json','maximum':10}}}";

        assertThat(check(schema, "5")).isEmpty();
        assertThat(check(schema, "11")).isNotEmpty();
        assertThatThrownBy(() -> check("{'$ref':'elsewhere.json'}", "5")).isInstanceOf(CompilationException.class);
    }

    @Test
    void compile_boundsSizeAndDepth() {
        String huge = "{'enum':[" + "0,".repeat(40_000) + "0]}";
        Json deep = JsonObject.EMPTY;
        for (int level = 0; level < 70; level++) {
            deep = JsonObject.of("not", deep);
        }
        Json tooDeep = deep;

        assertThat(refusal(huge)).contains("65536 bytes");
        assertThat(catchThrowableOfType(CompilationException.class, () -> rules.schema(tooDeep))
                        .problem())
                .contains("64 levels");
    }

    @Test
    void violations_endWhereReferencesMultiply() throws Exception {
        String definitions = IntStream.range(0, 40)
                .mapToObj(i ->
                        "'d%d':{'allOf':[{'$ref':'#/$defs/d%d'},{'$ref':'#/$defs/d%d'}]}".formatted(i, i + 1, i + 1))
                .collect(Collectors.joining(","));

        assertThat(exhaustion("{'$ref':'#/$defs/d0','$defs':{" + definitions + ",'d40':true}}", "1"))
                .contains("too much work");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'#'}",
                "{'allOf':[{'$ref':'#'}]}",
                "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}",
                "{'$dynamicRef':'#x','$dynamicAnchor':'x'}",
            })
    void schema_thatRefersToItselfWithoutEndIsRefusedOrBounded(String schema) {
        try {
            assertThat(exhaustion(schema, "1")).contains("too much work");
        } catch (CompilationException e) {
            assertThat(e.problem()).isNotBlank();
        }
    }

    @Test
    void violations_boundTheWorkOfPatterns() throws Exception {
        String text = "'" + "a".repeat(500_000) + "'";

        assertThat(exhaustion("{'pattern':'^(a{0,400}b?){1,2}c$'}", text)).contains("too much work");
    }

    @Test
    void violations_areFewHoweverMuchIsWrong() throws Exception {
        assertThat(check("{'items':{'type':'string'}}", "[" + "0,".repeat(5_000) + "0]"))
                .hasSizeBetween(1, 100);
    }

    private List<SchemaCheck.Violation> check(String schema, String value) throws Exception {
        return rules.schema(parsed(schema)).violations(parsed(value), steps());
    }

    private static Steps steps() {
        return Steps.all(1 << 25, () -> false);
    }

    private String refusal(String schema) {
        return catchThrowableOfType(CompilationException.class, () -> rules.schema(parsed(schema)))
                .problem();
    }

    private String exhaustion(String schema, String value) throws CompilationException {
        SchemaCheck check = rules.schema(parsed(schema));
        try {
            return "no failure but " + check.violations(parsed(value), steps());
        } catch (EvaluationException e) {
            return e.problem();
        } catch (Steps.EndedException e) {
            return "too much work";
        }
    }

    private static Json parsed(String text) {
        return Json.parse(json(text));
    }
}
