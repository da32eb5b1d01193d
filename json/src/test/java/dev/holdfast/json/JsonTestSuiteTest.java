package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of JSONTestSuite, each read both as bytes and, where it has one, as a string. */
final class JsonTestSuiteTest {
    /** RFC 8259 section 4 lets a parser refuse names that are not unique, and this one does. */
    private static final Set<String> DUPLICATE_MEMBERS =
            Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    @TestFactory
    Stream<DynamicTest> parsing() {
        return forFiles("json-parsing/test_parsing", file -> check(name(file), TestData.read(file)));
    }

    /** The parser may accept or refuse these, but must do the same for bytes and strings. */
    @TestFactory
    Stream<DynamicTest> transformation() {
        return forFiles("json-parsing/test_transform", file -> outcome(TestData.read(file)));
    }

    private static Stream<DynamicTest> forFiles(String folder, Consumer<Path> test) {
        return TestData.of(
                folder,
                path -> TestData.files(path).map(file -> DynamicTest.dynamicTest(name(file), () -> test.accept(file))));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static void check(String name, byte[] text) {
        Json value = outcome(text);
        switch (name.charAt(0)) {
            case 'y' -> assertThat(value == null).isEqualTo(DUPLICATE_MEMBERS.contains(name));
            case 'n' -> assertThat(value).isNull();
            default -> assertThat(name).startsWith("i_");
        }
    }

    /** The value, which must survive printing; or null if it is refused. */
    private static @Nullable Json outcome(byte[] text) {
        Json value = parsed(text);
        if (Utf8.malformed(text) >= 0) {
            assertThat(value).isNull();
            return null;
        }
        String string = new String(text, StandardCharsets.UTF_8);
        if (value == null) {
            assertThatThrownBy(() -> Json.parse(string)).isInstanceOf(JsonParseException.class);
            return null;
        }
        assertThat(Json.parse(string)).isEqualTo(value);
        assertThat(Json.parse(value.toBytes())).isEqualTo(value);
        assertThat(Json.parse(value.toCanonical())).isEqualTo(value);
        return value;
    }

    private static @Nullable Json parsed(byte[] text) {
        try {
            return Json.parse(text);
        } catch (JsonParseException e) {
            assertThat(e).hasMessageNotContainingAny("Feature", "ALLOW_", "Jackson", "tools.");
            assertThat(e.getMessage()).hasSizeLessThan(260);
            return null;
        }
    }
}
