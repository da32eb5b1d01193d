package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeRateTest {
    private final Shell shell;

    ServeRateTest(@TempDir Path home) {
        this.shell = new Shell(home);
    }

    @Test
    void serve_keepsWhoeverCallsWithinTheRateItWasGiven() throws Exception {
        try (Served served = Served.start(shell, "--rate", "1", "--store", "memory:")) {
            List<JsonObject> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(served.call("state", JsonObject.of("key", Json.of("k"))));
            }

            assertThat(served.err()).contains("each at most 1 calls a second");
            assertThat(answers.subList(0, 10)).noneMatch(answer -> answer.has("code"));
            assertThat(answers).anyMatch(answer -> "limit".equals(answer.string("code")));
        }
    }

    @Test
    void serve_limitsNobodyWhereAllAreOnePrincipal() throws Exception {
        try (Served served = Served.start(shell)) {
            assertThat(served.err()).contains("without a limit of calls");
        }
    }

    @Test
    void serve_refusesARateThatIsNone() {
        Shell.Result refused = shell.run("serve", "--port", "0", "--rate", "-1");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--rate");
    }
}
