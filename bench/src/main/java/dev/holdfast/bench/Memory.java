package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What processes have in memory, in MiB. A page that several processes share counts for each by its share. */
final class Memory {
    private Memory() {}

    /** Of a process and all that it started. */
    static double ofTree(ProcessHandle process) {
        LongStream pids = process.descendants().mapToLong(ProcessHandle::pid);
        return mebibytes(process.pid()) + pids.mapToDouble(Memory::mebibytes).sum();
    }

    static double mebibytes(long pid) {
        return read(pid, "smaps_rollup", "Pss:");
    }

    /** What a process has in memory, shared pages counted whole. */
    static double resident(long pid) {
        return read(pid, "status", "VmRSS:");
    }

    /** The kernel tells it in units of 1,024 bytes. */
    private static double read(long pid, String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/" + file))) {
            return lines.filter(line -> line.startsWith(name))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024.0;
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN; // not Linux
        }
    }
}
