package dev.holdfast.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * No wait for the end of a process that nothing can end. {@code onExit()} of one that is not a child completes when its
 * parent collects it, so perhaps never, and {@code join()} heeds no interrupt: no limit of a test reaches it.
 */
final class WaitsTest {
    private static final Pattern ENDLESS = Pattern.compile("onExit\\(\\)\\s*\\.(join|get\\(\\))");

    @Test
    void endOfAProcess_isAwaitedWithALimit() throws IOException {
        List<String> endless = SourceRules.sources(SourceRules.root(Path.of(""))).stream()
                .filter(source -> source.name().endsWith(".java"))
                .filter(source -> ENDLESS.matcher(source.text()).find())
                .map(SourceFile::name)
                .toList();
        assertThat(endless)
                .as("use Kill of the testkit, or waitFor with a time")
                .isEmpty();
    }

    @Test
    void rule_findsWhatItIsFor() {
        assertThat(ENDLESS.matcher("all.forEach(each -> each.onExit()\n    .join())")
                        .find())
                .isTrue();
        assertThat(ENDLESS.matcher("process.onExit().get(1, SECONDS)").find()).isFalse();
    }
}
