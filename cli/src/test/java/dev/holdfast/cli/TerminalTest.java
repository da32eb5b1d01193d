package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.process.Screen;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TerminalTest {
    private static final Map<String, String> WIDE = Map.of("TERM", "xterm", "COLUMNS", "200");
    private static final JsonObject STATE = (JsonObject) Json.parse("""
        {"handle":"st_00000000000000000000000000","name":"a-long-name-of-a-state","revision":12,"bytes":345,
         "updated_at":"2026-08-01T10:00:00.123456Z","expires_at":"2026-08-02T10:00:00Z","owner":"ann"}\
        """);

    private static String row(Screen screen) {
        return new ShownStates(List.of(STATE), screen).lines().getLast();
    }

    @Test
    void table_hasTheColumnsThatFit_whateverTheWidth() {
        assertThat(row(new Screen(false, 200)))
                .matches("@a-long-name-of-a-state +st_0+ +12 +2026-08-01T10:00:00Z +345 +2026-08-02T10:00:00Z +ann");
        assertThat(row(new Screen(false, 60))).matches("@a-long-na\\S*… +st_0+ +12");
        IntStream.range(43, 200).forEach(columns -> {
            List<String> lines = new ShownStates(List.of(STATE), new Screen(false, columns)).lines();
            assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
            assertThat(lines.getLast()).contains("st_00000000000000000000000000");
        });
    }

    @Test
    void table_ofNothing_isNothing() {
        assertThat(new ShownStates(List.of(), new Screen(true, 80)).lines()).isEmpty();
    }

    @Test
    void colours_areOnlyWhereTheyAreWanted() {
        assertThat(Screen.ofTerminal(WIDE)).isEqualTo(new Screen(true, 200));
        for (Map<String, String> plain : List.of(
                Map.of("TERM", "xterm", "COLUMNS", "80", "NO_COLOR", "1"),
                Map.of("TERM", "dumb", "COLUMNS", "80"),
                Map.of("COLUMNS", "80"))) {
            assertThat(Screen.ofTerminal(plain)).as(plain.toString()).isEqualTo(new Screen(false, 80));
        }
        assertThat(Screen.ofTerminal(Map.of("TERM", "xterm", "NO_COLOR", "", "COLUMNS", "80"))
                        .colours())
                .isTrue();
        assertThat(row(new Screen(true, 200))).contains("\u001b[1m@a-long-name-of-a-state\u001b[0m");
        assertThat(row(new Screen(false, 200))).doesNotContain("\u001b");
    }

    @Test
    void width_thatIsNone_isNotTaken() {
        for (String columns : List.of("0", "-3", "many", "99999999999", "")) {
            Screen screen = Screen.ofTerminal(Map.of("TERM", "xterm", "COLUMNS", columns));

            assertThat(screen.columns()).as(columns).isBetween(1, 9999);
        }
    }

    @Test
    void pipe_readsWhatItAlwaysRead(@TempDir Path home) {
        Shell shell = new Shell(home);
        String store = "sqlite:" + home.resolve("state.db");
        try (Holdfast holdfast = Holdfast.open(store)) {
            holdfast.open(StateSpec.named("plan"));
        }

        assertThat(shell.run("list", "--store", store).out())
                .matches("st_\\S{26}  @plan {20}revision 1 +2 bytes  \\S+Z\\R");
        String shown = shell.onTerminal(WIDE).run("list", "--store", store).out();
        assertThat(shown).contains("\u001b[1m@plan\u001b[0m").startsWith("\u001b[2mNAME");
    }

    @Test
    void storedText_steersNoTerminal(@TempDir Path home) {
        Shell shell = new Shell(home);
        String store = "sqlite:" + home.resolve("state.db");
        try (Holdfast holdfast = Holdfast.open(store)) {
            State plan = holdfast.open(StateSpec.named("plan"));
            plan.write(write -> write.set("k\u009b2J\u202e", 1).note("\u001b]0;owned\u0007\r\nst_forged"));

            for (Shell each : List.of(shell, shell.onTerminal(Map.of("TERM", "dumb", "COLUMNS", "300")))) {
                for (String command : List.of("history", "watch")) {
                    String out = each.run(command, "@plan", "--from", "1", "--max", "2", "--store", store)
                            .out();

                    assertThat(out.lines()).hasSize(2);
                    assertThat(out).contains("⟨U+001B⟩]0;owned").doesNotContain("\u001b", "\u0007", "\u009b", "\u202e");
                }
            }
        }
    }
}
