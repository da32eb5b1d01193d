package dev.holdfast.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries come into the text of settings and out of it, and all else stays as it is. */
final class SettingsTextTest {
    private static final long SEED = Long.getLong("holdfast.seed", 20_261_201);
    private static final int SEEDS = Integer.getInteger("holdfast.seeds", 300);
    private static final JsonObject ENTRY =
            HostKind.CURSOR.entry("holdfast", "/opt/hold \"fast\"/holdfast", List.of("stdio"));

    @Test
    void jsonc_keepsCommentsBesideWhatTheyAreAbout() {
        String text = """
                // mine
                {
                    "servers": { // all
                        // the first
                        "a": {"x": 1}, // yes
                    },
                }
                """;
        String with = settings(Syntax.JSONC, text, "servers").with("holdfast", ENTRY);
        assertThat(with)
                .startsWith("// mine\n{\n    \"servers\": { // all\n        \"holdfast\": {\n")
                .endsWith("        },\n        // the first\n        \"a\": {\"x\": 1}, // yes\n    },\n}\n");
        assertThat(settings(Syntax.JSONC, with, "servers").without("holdfast", false))
                .isEqualTo(text);
    }

    @TestFactory
    Stream<DynamicTest> randomText_isTheSameAfterAnEntryCameAndWent() {
        return Stream.of(Syntax.JSON, Syntax.JSONC, Syntax.TOML, Syntax.YAML)
                .map(syntax -> DynamicTest.dynamicTest(syntax + " from seed " + SEED, () -> {
                    for (int i = 0; i < SEEDS; i++) {
                        Random random = new Random(SEED + i);
                        String text = RandomSettings.text(syntax, random);
                        String with = settings(syntax, text, "servers").with("holdfast", ENTRY);
                        assertThat(settings(syntax, with, "servers").find("holdfast"))
                                .as("seed %d:%n%s%n%s", SEED + i, text, with)
                                .isEqualTo(ENTRY);
                        assertThat(settings(syntax, with, "servers").without("holdfast", false))
                                .as("seed %d", SEED + i)
                                .isEqualTo(text);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> brokenText_isRefusedOrReadAndNeverMore() {
        return Stream.of(Syntax.values())
                .map(syntax -> DynamicTest.dynamicTest(syntax + " from seed " + SEED, () -> {
                    for (int i = 0; i < SEEDS; i++) {
                        Random random = new Random(SEED + i);
                        StringBuilder text = new StringBuilder(RandomSettings.text(syntax, random));
                        for (int n = 0; n < 3 && !text.isEmpty(); n++) {
                            text.setCharAt(
                                    random.nextInt(text.length()), "{}[]\",:=#/*\\\n &-x".charAt(random.nextInt(17)));
                        }
                        try {
                            SettingsText read = settings(syntax, text.toString(), "servers");
                            if (read.find("holdfast") == null) {
                                settings(syntax, read.with("holdfast", ENTRY), "servers");
                            }
                        } catch (SettingsProblem e) {
                            assertThat(e).hasMessageMatching("(?s).+");
                        }
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "{} x", "{\"servers\": null}", "{\"servers\": {}, \"servers\": {}}", "{\"a\": 01}"})
    void json_thatIsBrokenIsRefused(String text) {
        assertThatThrownBy(() -> settings(Syntax.JSONC, text, "servers").with("holdfast", ENTRY))
                .isInstanceOf(SettingsProblem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a = ", "[a\nb = 1", "a = 1\na = 2", "servers = {}", "[[servers]]\na = 1", "x = \"a", "a 1"})
    void toml_thatIsBrokenOrLeavesNoPlaceIsRefused(String text) {
        assertThatThrownBy(() -> settings(Syntax.TOML, text, "servers").with("holdfast", ENTRY))
                .isInstanceOf(SettingsProblem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"- a", "a: [", "servers: [1]", "servers: 1", "a: &x {b: 1}\nservers: *x", "a: 1\n--- \nb: 1"})
    void yaml_thatIsBrokenOrLeavesNoPlaceIsRefused(String text) {
        assertThatThrownBy(() -> settings(Syntax.YAML, text, "servers").with("holdfast", ENTRY))
                .isInstanceOf(SettingsProblem.class);
    }

    @Test
    void json_ofAStrictHostHasNoComments() {
        assertThatThrownBy(() -> settings(Syntax.JSON, "{} // no", "servers")).hasMessageContaining("comment");
        assertThatThrownBy(() -> settings(Syntax.JSON, "{\"a\": 1,}", "servers"))
                .hasMessageContaining("comma");
        assertThatThrownBy(() -> settings(Syntax.JSON, "{\"a\":".repeat(100_000), "servers"))
                .hasMessageContaining("deep");
    }

    @Test
    void toml_ofAnEntryHasItsTablesToo() {
        String text = "a = \"\"\"\n[servers.holdfast]\n\"\"\"\n";
        String table = "\n[servers.holdfast]\ncommand = 'x'\n[servers.holdfast.env]\nA = 'b'\n";
        String after = "\n# of others\n[servers.other]\ncommand = 'y'\n";
        SettingsText settings = settings(Syntax.TOML, text + table + after, "servers");
        assertThat(settings.find("holdfast")).isNotNull();
        assertThat(settings.without("holdfast", false)).isEqualTo(text + after);
        assertThat(settings(Syntax.TOML, text, "servers").find("holdfast")).isNull();
    }

    @Test
    void everyHost_readsBackWhatItIsTold() {
        for (HostKind host : HostKind.values()) {
            JsonObject entry =
                    host.entry("holdfast", "C:\\Program Files\\ü\\holdfast.cmd", List.of("stdio", "--store", "x y"));
            List<String> container = host == HostKind.N8N ? List.of("servers") : host.container();
            String text = SettingsText.read(host.syntax(), "", container).with("holdfast", entry);
            JsonObject found = SettingsText.read(host.syntax(), text, container).find("holdfast");
            assertThat(found).as(text).isNotNull();
            assertThat(HostKind.isOurs(found == null ? JsonObject.EMPTY : found))
                    .isTrue();
        }
    }

    private static SettingsText settings(Syntax syntax, String text, String container) {
        return SettingsText.read(syntax, text, new ArrayList<>(List.of(container)));
    }
}
