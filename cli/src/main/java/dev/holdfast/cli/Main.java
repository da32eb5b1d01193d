package dev.holdfast.cli;

import dev.holdfast.cli.command.SharedStores;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.log.LogSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Where the program starts. */
public final class Main {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private Main() {}

    /**
     * Runs one command and exits with its code.
     *
     * <p>Standard output is for answers, and with {@code stdio} for the protocol alone. So {@code System.out} is
     * redirected before anything else is loaded: what a library prints goes to standard error.
     */
    public static void main(String[] args) {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        LogSettings.install();
        Surroundings surroundings = new Surroundings(
                System.getenv(),
                Surroundings.home(System.getenv(), System.getProperty("user.home")),
                System.in,
                answers,
                System.err,
                isTerminal("/dev/stderr"),
                isTerminal("/dev/stdout"),
                Path.of("").toAbsolutePath(),
                new SharedStores());
        String objection = GivenText.ofThisProcess().objection(args, surroundings.variables());
        int code = objection == null ? Cli.run(surroundings, args) : Cli.refuse(surroundings, objection, args);
        flush(answers);
        System.exit(code);
    }

    /** Waits a moment only: a host that no longer reads must not keep the program alive. */
    private static void flush(PrintStream answers) {
        Thread flushing = Thread.ofPlatform().daemon().start(answers::flush);
        try {
            flushing.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Java can only tell whether standard input and output both are a terminal. This resolves the link to one stream;
     * not on Windows.
     */
    private static boolean isTerminal(String stream) {
        try {
            String device = Path.of(stream).toRealPath().toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
