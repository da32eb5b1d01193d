package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encrypted store, served as users serve it: nothing that states hold is anywhere but in answers. */
final class EncryptedServerTest {
    private static final String SECRET = "Kept-from-logs";

    private final Path home;
    private final Shell shell;
    private final List<String> logged = new ArrayList<>();

    EncryptedServerTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.shell = new Shell(home);
        Path key = Files.writeString(home.resolve("master.key"), "ab".repeat(32));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        shell.with("HOLDFAST_STORE", "sqlite:" + home.resolve("state.db")).with("HOLDFAST_MASTER_KEY", "master.key");
    }

    @Test
    void nothingThatStatesHold_isInLogsMetricsOrFiles() throws Exception {
        Logger root = Logger.getLogger("");
        Handler handler = listening();
        root.addHandler(handler);
        try (Served served = Served.start(shell, "--log", "changes", "--profile", "all")) {
            work(served);
            await().atMost(Duration.ofSeconds(30)).until(() -> served.logged().size() >= 3);
            assertThat(served.err())
                    .contains("\"keys_changed\":1")
                    .doesNotContain(SECRET)
                    .doesNotContain("\"keys\"");
            assertThat(served.get("/metrics").body())
                    .contains("holdfast_events_total")
                    .doesNotContain(SECRET);
        } finally {
            root.removeHandler(handler);
        }
        assertThat(logged).noneMatch(line -> line.contains(SECRET));
        for (String command : List.of("stats", "doctor", "verify", "keys", "compact")) {
            Shell.Result result = shell.run(command, "--json");
            assertThat(result.out() + result.err()).as(command).doesNotContain(SECRET);
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRET);
            }
        }
    }

    /** Calls that succeed, are refused and are wrong. */
    private static void work(Served served) throws Exception {
        JsonObject value = JsonObject.of(SECRET, Json.of(SECRET));
        served.call("state", JsonObject.of("key", Json.of(SECRET), "value", value));
        served.call(
                "state_write",
                JsonObject.of("handle", Json.of("@default"), "set", value).with("note", Json.of(SECRET)));
        served.call(
                "state_write",
                JsonObject.of("handle", Json.of("@default"), "set", value)
                        .with("if_revision", JsonObject.of(SECRET, Json.of(1))));
        served.call(
                "state_write",
                JsonObject.of("handle", Json.of("@default"), "increment", JsonObject.of(SECRET, Json.of(1))));
        served.call("state_ask", JsonObject.of("handle", Json.of("@default"), "question", Json.of(SECRET)));
        served.call("state_write", JsonObject.of("handle", Json.of("@default"), SECRET, Json.of(1)));
    }

    private Handler listening() {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
