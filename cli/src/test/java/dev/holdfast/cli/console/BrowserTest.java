package dev.holdfast.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BrowserTest {
    @Test
    void command_isWhatTheUserNamesOrTheSystemHas() {
        assertThat(Browser.command(Map.of("BROWSER", "firefox"), "linux")).containsExactly("firefox");
        assertThat(Browser.command(Map.of("DISPLAY", ":0"), "linux")).containsExactly("xdg-open");
        assertThat(Browser.command(Map.of("WAYLAND_DISPLAY", "wayland-0"), "linux"))
                .containsExactly("xdg-open");
        assertThat(Browser.command(Map.of(), "mac os x")).containsExactly("open");
        assertThat(Browser.command(Map.of(), "windows 11").getFirst()).isEqualTo("rundll32");
    }

    @Test
    void withoutAScreen_nothingIsStarted() {
        assertThat(Browser.command(Map.of(), "linux")).isEqualTo(List.of());
    }
}
