package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testkit.Crowd;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(Crowd.PATIENCE_SECONDS);
    private static final Pattern LINK = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/#link=([A-Za-z0-9_-]{43})\n");

    private final Path home;
    private final Shell shell;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    ConsoleCommandTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
    }

    /** The command as a user starts it, until it is interrupted. */
    private Matcher start(FutureTask<Integer> run) {
        Thread.ofPlatform().name("console").start(run);
        await().atMost(PATIENCE)
                .until(() -> run.isDone() || LINK.matcher(told()).find());
        Matcher link = LINK.matcher(told());
        assertThat(link.find()).as(told()).isTrue();
        return link;
    }

    private FutureTask<Integer> command(String... arguments) {
        return new FutureTask<>(() -> Cli.run(shell.surroundings(new ByteArrayOutputStream(), err), arguments));
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void console_printsALinkThatCanBeOpenedOnce() throws Exception {
        FutureTask<Integer> run = command("console", "--no-browser");
        Matcher link = start(run);
        try (ConsolePage page = new ConsolePage(link.group(1))) {
            assertThat(told()).contains("to read only").contains("opened once").contains("sqlite:");
            String code = link.group(2);
            assertThat(page.get("/").statusCode()).isEqualTo(200);
            assertThat(page.tools(code + "." + "a".repeat(43))).contains("\"state_list\"");
            assertThat(page.tools(code + "." + "a".repeat(43))).doesNotContain("\"state_write\"");
            assertThat(page.post("tools/list", "", code + "." + "b".repeat(43)).statusCode())
                    .isEqualTo(401);
            assertThat(page.get("/metrics").statusCode()).isEqualTo(404);
        } finally {
            run.cancel(true);
        }
    }

    @Test
    void console_changesWhereAsked() throws Exception {
        FutureTask<Integer> run = command("console", "--no-browser", "--edit", "--store", "memory:");
        Matcher link = start(run);
        try (ConsolePage page = new ConsolePage(link.group(1))) {
            assertThat(told()).contains("may change states");
            assertThat(page.tools(link.group(2) + "." + "a".repeat(43))).contains("\"state_write\"");
        } finally {
            run.cancel(true);
        }
    }

    /** What a program is started with is seen by all users of a machine. */
    @Test
    void browser_isGivenAFileThatOnlyTheUserCanRead() throws Exception {
        Path record = home.resolve("opened");
        Path browser = home.resolve("browser");
        Files.writeString(
                browser,
                "#!/bin/sh\nstat -c %a \"$1\" > '" + record + ".new'; echo \"$1\" >> '" + record
                        + ".new'; cat \"$1\" >> '" + record + ".new'; mv '" + record + ".new' '" + record + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        shell.with("BROWSER", browser.toString());
        FutureTask<Integer> run = command("console", "--store", "memory:");
        Matcher link = start(run);
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(record));
            String[] opened = Files.readString(record).split("\n", 3);

            assertThat(opened[0]).isEqualTo("600");
            assertThat(opened[1]).doesNotContain(link.group(2)).endsWith(".html");
            assertThat(opened[2]).contains("url=" + link.group(1) + "/#link=" + link.group(2));
        } finally {
            run.cancel(true);
        }
        await().atMost(PATIENCE).until(() -> pagesLeft() == 0);
    }

    private int pagesLeft() {
        File[] left = shell.runFolder().toFile().listFiles((folder, name) -> name.startsWith("console-"));
        return left == null ? 0 : left.length;
    }
}
