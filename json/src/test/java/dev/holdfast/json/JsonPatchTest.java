package dev.holdfast.json;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.JsonPatch.Operation;
import dev.holdfast.json.JsonPatchException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonPatchTest {
    private static final JsonPointer A = JsonPointer.of("a");
    private static final JsonPointer B = JsonPointer.of("b");

    @Test
    void parse_readsEveryOperation() {
        String text = json("[{'op':'add','path':'/a','value':1},{'op':'remove','path':'/a'},"
                + "{'op':'replace','path':'/a','value':null},{'op':'move','from':'/a','path':'/b'},"
                + "{'op':'copy','from':'/a','path':'/b'},{'op':'test','path':'/a','value':[]}]");
        JsonPatch patch = JsonPatch.parse(Json.parse(text));
        assertThat(patch.operations())
                .containsExactly(
                        new Operation.Add(A, Json.of(1)),
                        new Operation.Remove(A),
                        new Operation.Replace(A, Json.NULL),
                        new Operation.Move(A, B),
                        new Operation.Copy(A, B),
                        new Operation.Test(A, JsonArray.EMPTY));
        assertThat(patch).hasToString(text);
    }

    @Test
    void builder_buildsTheSame() {
        JsonPatch patch = JsonPatch.builder()
                .add(A, Json.of(1))
                .remove(A)
                .replace(A, Json.NULL)
                .move(A, B)
                .copy(A, B)
                .test(A, JsonArray.EMPTY)
                .build();
        assertThat(JsonPatch.parse(patch.toJson())).isEqualTo(patch).hasSameHashCodeAs(patch);
        assertThat(JsonPatch.of(patch.operations())).isEqualTo(patch);
        assertThat(JsonPatch.of(List.of())).isSameAs(JsonPatch.EMPTY);
        assertThat(JsonPatch.EMPTY.isEmpty()).isTrue();
        assertThat(JsonPatch.EMPTY.applyTo(Json.of(1))).isEqualTo(Json.of(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "'[]'",
                "[1]",
                "[[]]",
                "[{}]",
                "[{'op':'add'}]",
                "[{'op':'add','path':'/a'}]",
                "[{'op':'ADD','path':'/a','value':1}]",
                "[{'op':'add','path':'a','value':1}]",
                "[{'op':'add','path':['a'],'value':1}]",
                "[{'op':1,'path':'/a','value':1}]",
                "[{'op':'remove'}]",
                "[{'op':'move','path':'/a'}]",
                "[{'op':'copy','from':1,'path':'/a'}]",
                "[{'op':'test','path':'/a'}]",
                "[{'op':'add','path':'/~2','value':1}]",
                "[{'op':'move','from':'/a','path':'/a/b'}]",
                "[{'op':'move','from':'','path':'/a'}]",
                "[{'op':'spam','path':'/a'}]"
            })
    void parse_refusesWhatIsMalformed(String text) {
        Json patch = Json.parse(json(text));
        assertThatThrownBy(() -> JsonPatch.parse(patch)).isInstanceOfSatisfying(JsonPatchException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(e.operation()).isEqualTo(patch instanceof JsonArray ? 0 : -1);
        });
    }

    @Test
    void parse_ignoresMembersItDoesNotKnow() {
        Json patch = Json.parse(json("[{'op':'remove','path':'/a','value':1,'from':2,'comment':'x'}]"));
        assertThat(JsonPatch.parse(patch).operations()).containsExactly(new Operation.Remove(A));
    }

    @Test
    void applyTo_namesTheOperationThatFails() {
        JsonPatch patch = JsonPatch.builder().add(B, Json.of(1)).remove(A).build();
        assertThatThrownBy(() -> patch.applyTo(JsonObject.EMPTY))
                .isInstanceOfSatisfying(JsonPatchException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.MISSING_PATH);
                    assertThat(e.operation()).isEqualTo(1);
                    assertThat(e.path()).isEqualTo(A);
                })
                .hasMessage(json("operation 1: path '/a' does not exist"));
    }

    @Test
    void applyTo_leavesTheDocumentAlone() {
        Json document = Json.parse(json("{'a':[1,2,{'b':3}]}"));
        JsonPatch patch = JsonPatch.builder()
                .replace(JsonPointer.parse("/a/2/b"), Json.of(4))
                .remove(JsonPointer.parse("/a/0"))
                .build();
        assertThat(patch.applyTo(document)).hasToString(json("{'a':[2,{'b':4}]}"));
        assertThat(document).hasToString(json("{'a':[1,2,{'b':3}]}"));
    }

    @Test
    void test_comparesByValue() {
        Json document = Json.parse(json("{'a':{'x':1.0,'y':[2]}}"));
        JsonPatch same = JsonPatch.builder()
                .test(A, Json.parse(json("{'y':[2e0],'x':1}")))
                .build();
        assertThat(same.applyTo(document)).isSameAs(document);
        JsonPatch other = JsonPatch.builder()
                .test(A, Json.parse(json("{'y':[2],'x':'1'}")))
                .build();
        assertThatThrownBy(() -> other.applyTo(document)).isInstanceOfSatisfying(JsonPatchException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.TEST_FAILED);
            assertThat(e.path()).isEqualTo(A);
        });
        JsonPatch absent = JsonPatch.builder().test(B, Json.NULL).build();
        assertThatThrownBy(() -> absent.applyTo(document))
                .isInstanceOfSatisfying(
                        JsonPatchException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING_PATH));
    }

    @Test
    void move_withinAnArrayCountsAfterTheRemoval() {
        Json document = Json.parse("[1,2,3]");
        assertThat(move("/0", "/2").applyTo(document)).hasToString("[2,3,1]");
        assertThat(move("/2", "/0").applyTo(document)).hasToString("[3,1,2]");
        assertThat(move("/1", "/1").applyTo(document)).isSameAs(document);
        assertThatThrownBy(() -> move("/0", "/3").applyTo(document)).isInstanceOf(JsonPatchException.class);
        assertThatThrownBy(() -> move("/3", "/3").applyTo(document)).isInstanceOf(JsonPatchException.class);
    }

    private static JsonPatch move(String from, String path) {
        return JsonPatch.builder()
                .move(JsonPointer.parse(from), JsonPointer.parse(path))
                .build();
    }

    @Test
    void copy_ofTheDocumentIntoItselfStaysSmallInMemory() {
        JsonPatch.Builder doubling = JsonPatch.builder();
        int most = Json.MAX_DEPTH;
        for (int i = 0; i < most - 10; i++) {
            doubling.copy(JsonPointer.ROOT, JsonPointer.of("k" + i));
        }
        Json result = doubling.build().applyTo(JsonObject.EMPTY);
        assertThat(result.canonicalSize()).isEqualTo(Integer.MAX_VALUE);
        assertThat(result.depth()).isEqualTo(most - 9);
        for (int i = most - 10; i < most; i++) {
            doubling.copy(JsonPointer.ROOT, JsonPointer.of("k" + i));
        }
        assertThatThrownBy(() -> doubling.build().applyTo(JsonObject.EMPTY))
                .isInstanceOfSatisfying(JsonPatchException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.TOO_DEEP);
                    assertThat(e.operation()).isEqualTo(most - 1);
                });
    }

    @Test
    void message_quotesLittleOfALongPath() {
        JsonPointer path = JsonPointer.of("x".repeat(100_000));
        assertThatThrownBy(() -> path.removeFrom(JsonObject.EMPTY))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(300));
    }
}
