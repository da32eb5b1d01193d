package dev.holdfast.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A public forge runs the stages of {@code .ci/run}: all of them, in order, and nothing else. */
final class StagesTest {
    private static final Path ROOT = SourceRules.root(Path.of(""));
    private static final Pattern ALL = Pattern.compile("\\|\\| set -- ([a-z ]+)\n");
    private static final Pattern RUN = Pattern.compile("- run: (.*)\n");

    @Test
    void workflow_runsEveryStageAndNothingElse() throws IOException {
        List<String> stages = found(ALL, ".ci/run");
        assertThat(stages).hasSize(1);
        assertThat(found(RUN, ".github/workflows/checks.yml"))
                .containsExactlyElementsOf(Pattern.compile(" ")
                        .splitAsStream(stages.getFirst())
                        .map(stage -> "bash .ci/run " + stage)
                        .toList());
    }

    private static List<String> found(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
