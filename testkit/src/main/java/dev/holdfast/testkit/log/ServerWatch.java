package dev.holdfast.testkit.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ends a server with the process that started it, in whatever way that ends: a hook does not run where a process is
 * halted or killed, but its pipes close. Needs a POSIX shell.
 */
public final class ServerWatch {
    /** It waits ten seconds at most: a process that is not collected is there for ever. */
    private static final String UNTIL_INPUT_ENDS = """
            read line
            kill -INT $1
            n=0
            while kill -0 $1 && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
            rm -rf "$2"
            """;

    /** Held, because the input of one that is collected ends. */
    private static final Queue<Process> WATCHES = new ConcurrentLinkedQueue<>();

    private ServerWatch() {}

    /**
     * Watches over a server until this process ends.
     *
     * @param server the id of its process, which ends at an interrupt
     * @param folder what is removed after it
     */
    public static void over(long server, Path folder) {
        try {
            WATCHES.add(new ProcessBuilder("sh", "-c", UNTIL_INPUT_ENDS, "sh", Long.toString(server), folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
