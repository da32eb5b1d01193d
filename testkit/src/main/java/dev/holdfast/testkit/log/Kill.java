package dev.holdfast.testkit.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Ends processes as {@code kill -9} does, and waits until they are over. Over is also one that stays in the table of
 * processes because its parent does not collect it. One whose parent is gone falls to the first one of a container,
 * which often collects none, and then {@link ProcessHandle#onExit()} never completes.
 */
public final class Kill {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 5;

    private Kill() {}

    /** Kills one process. */
    public static void one(ProcessHandle process) {
        all(List.of(process));
    }

    /**
     * Kills several.
     *
     * @throws AssertionError if one still runs after 30 seconds
     */
    public static void all(Collection<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (ProcessHandle process : processes) {
            while (runs(process)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("process " + process.pid() + " still runs after it was killed");
                }
                pause();
            }
        }
    }

    /** Whether a process is there and not over. */
    public static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isUncollected(process.pid());
    }

    /** The state stands behind the name, which is in parentheses and may hold any character. See proc(5). */
    private static boolean isUncollected(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (NoSuchFileException e) {
            return false; // It has just been collected, or this is another system than Linux.
        } catch (IOException e) {
            return true; // Gone while its state was read.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of a process", e);
        }
    }
}
