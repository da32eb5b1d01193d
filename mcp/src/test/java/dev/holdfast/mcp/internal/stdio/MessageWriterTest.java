package dev.holdfast.mcp.internal.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageWriterTest {
    private final Counting out = new Counting();
    private final MessageWriter writer = new MessageWriter(out);

    /** A reader that is woken by the message and not by the end of its line would be woken twice. */
    @Test
    void message_isWrittenWithTheEndOfItsLine() {
        writer.write("{}".getBytes(StandardCharsets.US_ASCII));
        writer.write("[1]".getBytes(StandardCharsets.US_ASCII));

        assertThat(out.writes).containsExactly("{}\n", "[1]\n");
    }

    @Test
    void longMessage_isWrittenInPieces() {
        String text = "x".repeat(200_000);

        writer.write(text.getBytes(StandardCharsets.US_ASCII));

        assertThat(String.join("", out.writes)).isEqualTo(text + "\n");
        assertThat(out.writes).allMatch(piece -> piece.length() <= 32 << 10);
    }

    private static final class Counting extends OutputStream {
        final List<String> writes = new ArrayList<>();

        @Override
        public void write(byte[] bytes, int offset, int length) {
            writes.add(new String(bytes, offset, length, StandardCharsets.US_ASCII));
        }

        @Override
        public void write(int b) {
            writes.add(Character.toString(b));
        }
    }
}
