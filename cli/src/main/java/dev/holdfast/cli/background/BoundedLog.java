package dev.holdfast.cli.background;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log file that begins anew when it has grown too long, since no caller looks after it. Thread-safe. */
public final class BoundedLog extends OutputStream {
    private static final long MOST_BYTES = 1 << 20;

    private final FileChannel file;
    private final long most;

    private BoundedLog(FileChannel file, long most) {
        this.file = file;
        this.most = most;
    }

    /** The file, which the process's standard error appends to as well. */
    public static BoundedLog open(Path file) throws IOException {
        return open(file, MOST_BYTES);
    }

    static BoundedLog open(Path file, long most) throws IOException {
        return new BoundedLog(FileChannel.open(file, StandardOpenOption.APPEND, StandardOpenOption.CREATE), most);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        if (file.size() + length > most) {
            file.truncate(0);
        }
        ByteBuffer left = ByteBuffer.wrap(bytes, from, (int) Math.min(length, most));
        while (left.hasRemaining()) {
            file.write(left);
        }
    }
}
