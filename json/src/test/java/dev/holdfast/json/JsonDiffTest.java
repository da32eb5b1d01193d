package dev.holdfast.json;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonDiffTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{};{'a':1};[{'op':'add','path':'/a','value':1}]",
                "{'a':1};{};[{'op':'remove','path':'/a'}]",
                "{'a':1};{'a':2};[{'op':'replace','path':'/a','value':2}]",
                "{'a':1};{'a':1.0};[{'op':'replace','path':'/a','value':1.0}]",
                "{'a':1,'b':2};{'b':2,'a':1};[]",
                "{'a':{'b':1,'c':2}};{'a':{'b':1,'c':3}};[{'op':'replace','path':'/a/c','value':3}]",
                "{'a':{}};{'a':[]};[{'op':'replace','path':'/a','value':[]}]",
                "{'a':[1]};{'a':[1,2,3]};[{'op':'add','path':'/a/-','value':2},{'op':'add','path':'/a/-','value':3}]",
                "{'a':[1,2]};{'a':[1]};[{'op':'replace','path':'/a','value':[1]}]",
                "{'a':[1,2]};{'a':[1,3]};[{'op':'replace','path':'/a','value':[1,3]}]",
                "1;'x';[{'op':'replace','path':'','value':'x'}]",
                "{};[];[{'op':'replace','path':'','value':[]}]",
                "{'~/':1};{'~/':2};[{'op':'replace','path':'/~0~1','value':2}]",
                "{'z':1,'c':1};{'b':1,'a':1};[{'op':'remove','path':'/c'},{'op':'remove','path':'/z'},"
                        + "{'op':'add','path':'/a','value':1},{'op':'add','path':'/b','value':1}]"
            })
    void between_isSmall(String from, String to, String patch) {
        assertThat(JsonDiff.between(Json.parse(json(from)), Json.parse(json(to)))
                        .toJson())
                .hasToString(json(patch));
    }

    @TestFactory
    Stream<DynamicTest> between_leadsFromOneToTheOther() {
        return RandomJson.forSeeds(300, random -> {
            Json from = random.value();
            Json to = random.oneIn(3) ? random.value() : random.edited(from);
            JsonPatch patch = JsonDiff.between(from, to);
            Json result = patch.applyTo(from);
            assertThat(result).isEqualTo(to);
            assertThat(result.toCanonical()).isEqualTo(to.toCanonical());
            assertThat(result.canonicalSize()).isEqualTo(to.canonicalSize());
            assertThat(patch.isEmpty()).isEqualTo(from.equals(to));
            assertThat(JsonDiff.between(to, to).isEmpty()).isTrue();
            assertThat(JsonDiff.between(Json.parse(from.toBytes()), Json.parse(to.toCanonical())))
                    .isEqualTo(patch);
        });
    }

    @Test
    void between_largeObjectsNamesOnlyWhatChanged() {
        JsonObject.Builder builder = JsonObject.builder();
        IntStream.range(0, 50_000).forEach(i -> builder.put("k" + i, i));
        JsonObject from = builder.build();
        JsonObject to = from.with("k5", Json.NULL).without("k6").with("new", Json.of(true));
        assertThat(JsonDiff.between(from, to).toJson())
                .hasToString(json("[{'op':'remove','path':'/k6'},{'op':'replace','path':'/k5','value':null},"
                        + "{'op':'add','path':'/new','value':true}]"));
    }
}
