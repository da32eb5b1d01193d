package dev.holdfast.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.JsonParseException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of json-patch-tests. */
final class JsonPatchSuiteTest {
    @TestFactory
    Stream<DynamicTest> tests() {
        return cases("json-patch/tests.json");
    }

    @TestFactory
    Stream<DynamicTest> specification() {
        return cases("json-patch/spec_tests.json");
    }

    private static Stream<DynamicTest> cases(String file) {
        return TestData.of(
                file,
                path -> elements(new String(TestData.read(path), UTF_8)).stream()
                        .map(text -> DynamicTest.dynamicTest(firstLine(text), () -> run(text))));
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    /** The texts of an array's elements. Some hold duplicate members, so that the array as a whole cannot be parsed. */
    private static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        boolean quoted = false;
        int depth = 0;
        int start = array.indexOf('[') + 1;
        for (int i = start; depth >= 0; i++) {
            char c = array.charAt(i);
            if (c == '"' && array.charAt(i - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[')) {
                depth++;
            } else if (!quoted && (c == '}' || c == ']')) {
                depth--;
            }
            if (depth < 0 || (depth == 0 && c == ',')) {
                elements.add(array.substring(start, i));
                start = i + 1;
            }
        }
        return elements;
    }

    private static void run(String text) {
        try {
            check((JsonObject) Json.parse(text));
        } catch (JsonParseException e) {
            assertThat(e.reason()).isEqualTo(Reason.DUPLICATE_MEMBER);
            assertThat(text).contains("\"error\"");
        }
    }

    private static void check(JsonObject test) {
        Assumptions.assumeFalse(test.has("disabled"), "the suite disables this case");
        Json document = requireNonNull(test.get("doc"));
        Json patch = requireNonNull(test.get("patch"));
        if (test.has("error")) {
            assertThatThrownBy(() -> JsonPatch.parse(patch).applyTo(document)).isInstanceOf(JsonPatchException.class);
            return;
        }
        Json result = JsonPatch.parse(patch).applyTo(document);
        assertThat(result).isEqualTo(requireNonNull(test.get("expected")));
        assertThat(result.canonicalSize()).isEqualTo(result.toCanonical().length);
        assertThat(JsonPatch.parse(JsonPatch.parse(patch).toJson())).isEqualTo(JsonPatch.parse(patch));
    }
}
