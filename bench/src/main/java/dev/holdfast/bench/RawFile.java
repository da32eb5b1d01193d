package dev.holdfast.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Appends groups of rows to one growing file, with a sync for each group. */
final class RawFile implements Raw {
    private final FileChannel channel;

    RawFile(Path folder) throws IOException {
        channel = FileChannel.open(
                folder.resolve("raw.log"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    @Override
    public void append(List<Row> group) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Row row : group) {
            bytes.write(row.event().borrow());
            bytes.write('\n');
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
