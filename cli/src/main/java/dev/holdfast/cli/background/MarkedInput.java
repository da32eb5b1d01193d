package dev.holdfast.cli.background;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Input that ends at a line of its own, the mark: a shell cannot close only its half of a connection. A line that
 * begins like the mark is held back until it is complete. For one thread.
 */
final class MarkedInput extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] mark;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** What may be delivered is from {@code at} to {@code ready}, what is held back follows up to {@code end}. */
    private int at;

    private int ready;
    private int end;

    /** Whether the byte at the beginning of the buffer begins a line. */
    private boolean fresh = true;

    private boolean over;

    MarkedInput(InputStream in, String mark) {
        this.in = in;
        this.mark = (mark + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == ready) {
            if (over) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, ready - at);
        System.arraycopy(buffer, at, target, offset, count);
        at += count;
        return count;
    }

    private void fill() throws IOException {
        if (ready > 0) {
            fresh = buffer[ready - 1] == '\n';
        }
        end -= ready;
        System.arraycopy(buffer, ready, buffer, 0, end);
        at = 0;
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            over = true;
            ready = end;
        } else {
            end += count;
            ready = lookForMark();
        }
    }

    /** How much may be delivered. Only the last line can be the mark, as nothing follows it. */
    private int lookForMark() {
        int line = end - 1;
        while (line > 0 && buffer[line - 1] != '\n' && end - line <= mark.length) {
            line--;
        }
        int length = end - line;
        boolean begins = line > 0 || (line == 0 && fresh);
        if (!begins || length > mark.length || !Arrays.equals(buffer, line, end, mark, 0, length)) {
            return end;
        }
        over = length == mark.length;
        return line;
    }
}
