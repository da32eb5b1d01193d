package dev.holdfast.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** How often a second this disk makes a small append durable: the base of every durable figure. */
final class SyncBench {
    private static final int BLOCK = 4096;

    private SyncBench() {}

    static void run(Setting setting, Report report) throws IOException {
        var file = setting.scratch().resolve("syncs");
        var block = ByteBuffer.allocate(BLOCK);
        long syncs = 0;
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + setting.measured().toNanos();
            while (System.nanoTime() < end) {
                channel.write(block.clear());
                channel.force(false);
                syncs++;
            }
        }
        report.fact("syncs of a 4 KiB append a second", syncs / setting.seconds());
    }
}
