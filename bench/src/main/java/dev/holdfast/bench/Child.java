package dev.holdfast.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process started for a measurement, with line-based input and output. Not thread-safe. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a process; its standard error is shown if {@code heard}. */
    static Child start(List<String> command, Map<String, String> environment, boolean heard) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectError(heard ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return new Child(builder.start());
    }

    void send(String line) throws IOException {
        in.write(line);
        in.write('\n');
        in.flush();
    }

    String receive() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the process ended: " + process.info());
        }
        return line;
    }

    String ask(String line) throws IOException {
        send(line);
        return receive();
    }

    /** Processor time it has used so far, in kernel and user mode. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in MiB, as the kernel reports it. */
    double residentMiB() {
        return Memory.resident(process.pid());
    }

    /** Closes its input, then kills the process if that is not enough. */
    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroy();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    void terminate() throws IOException {
        process.destroy();
        close();
    }
}
