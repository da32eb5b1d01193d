package dev.holdfast.engine.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes a file from its beginning, in large pieces; all is written once flushed. */
final class DiskOutput extends OutputStream {
    private final LineWriter writer;

    DiskOutput(DiskFile file) {
        this.writer = new LineWriter(file, 0);
    }

    @Override
    public void write(int b) throws IOException {
        writer.add(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writer.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }
}
