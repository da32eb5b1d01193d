package dev.holdfast.testkit.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client in its own process, which runs {@link ChildClient} with the given arguments. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildProcess start(Class<? extends ClientFixture> fixture, String task, Path place, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChildClient.class.getName(),
                fixture.getName(),
                task,
                place.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            return new ChildProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line it prints. */
    String line() {
        String line = lineOrEnd();
        if (line.isEmpty()) {
            throw new AssertionError("the child ended early");
        }
        return line;
    }

    /** The next line it prints; empty at the end. */
    String lineOrEnd() {
        try {
            String line = output.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells it to continue. */
    void goOn() {
        say("go on");
    }

    /** Writes a line to its standard input. */
    void say(String line) {
        try {
            process.outputWriter().write(line + "\n");
            process.outputWriter().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it as {@code kill -9} does, and returns the lines it printed before. */
    List<String> kill() {
        process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipe and lose unread lines.
        List<String> rest = new ArrayList<>();
        for (String line = lineOrEnd(); !line.isEmpty(); line = lineOrEnd()) {
            rest.add(line);
        }
        Kill.one(process.toHandle());
        return rest;
    }

    @Override
    public void close() {
        kill();
    }
}
