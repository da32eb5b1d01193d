package dev.holdfast.cli.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkedInputTest {
    private static final String MARK = "end of input 1";

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}\n", "{}", "end of input 2\n", "end of input 1 \n", "\n\nend\n", "x end of input 1\n", "e"
            })
    void everything_beforeTheMarkIsDelivered(String text) throws IOException {
        byte[] sent = (text + "\n" + MARK + "\n").getBytes(StandardCharsets.UTF_8);
        MarkedInput input = new MarkedInput(new ByteArrayInputStream(sent), MARK);

        assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text + "\n");
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void everything_isDeliveredHoweverItIsCut() throws IOException {
        Random random = new Random(14);
        String alphabet = "end of input 1\n\n";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (random.nextBoolean()) {
                text.append('\n').append(MARK.substring(0, random.nextInt(MARK.length())));
            }
            byte[] sent = (text + "\n" + MARK + "\n").getBytes(StandardCharsets.UTF_8);
            MarkedInput input = new MarkedInput(new Pieces(sent, random), MARK);

            assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8))
                    .as("round %s", round)
                    .isEqualTo(text + "\n");
        }
    }

    @Test
    void line_thatIsCompleteIsNotHeldBack() throws IOException {
        byte[] sent = "{\"a\":1}\n".getBytes(StandardCharsets.UTF_8);
        MarkedInput input = new MarkedInput(new OnlyOnce(sent), MARK);

        assertThat(input.read(new byte[100], 0, 100)).isEqualTo(sent.length);
    }

    @Test
    void input_thatBreaksOffEndsWithWhatWasHeldBack() throws IOException {
        MarkedInput input =
                new MarkedInput(new ByteArrayInputStream("{}\nend of".getBytes(StandardCharsets.UTF_8)), MARK);

        assertThat(new String(input.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("{}\nend of");
    }

    /** Delivers as little at a time as a network may. */
    private static final class Pieces extends ByteArrayInputStream {
        private final Random random;

        Pieces(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(20)));
        }
    }

    /** Fails where a connection would block. */
    private static final class OnlyOnce extends InputStream {
        private final byte[] bytes;
        private boolean read;

        OnlyOnce(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            throw new IllegalStateException("reads in pieces");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (read) {
                throw new IllegalStateException("a complete line was held back");
            }
            read = true;
            System.arraycopy(bytes, 0, target, offset, bytes.length);
            return bytes.length;
        }
    }
}
