package dev.holdfast.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and exits with its code.
     *
     * <p>Standard output belongs to answers, for {@code stdio} to the protocol alone. So it is taken out of everybody's reach
     * before anything else is loaded: what a library prints goes to standard error.
     */
    public static void main(String[] args) {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        LogSettings.install();
        Surroundings surroundings =
                new Surroundings(System.getenv(), System.getProperty("user.home"), System.in, answers, System.err);
        int code = Cli.run(surroundings, args);
        answers.flush();
        System.exit(code);
    }
}
