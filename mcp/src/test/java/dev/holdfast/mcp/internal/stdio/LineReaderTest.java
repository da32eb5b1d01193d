package dev.holdfast.mcp.internal.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.internal.stdio.LineReader.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class LineReaderTest {
    private static final int LIMIT = 20;
    private static final String TOO_LONG = "(too long)";

    @Test
    void line_mayBeExactlyAsLongAsTheLimit() throws IOException {
        assertThat(lines("x".repeat(LIMIT) + "\n", 1)).containsExactly("x".repeat(LIMIT));
        assertThat(lines("x".repeat(LIMIT + 1) + "\na\n", 1)).containsExactly(TOO_LONG, "a");
    }

    @Test
    void lastLine_needsNoEnd() throws IOException {
        assertThat(lines("a\nb", 7)).containsExactly("a", "b");
        assertThat(lines("a\n" + "x".repeat(LIMIT + 1), 7)).containsExactly("a", TOO_LONG);
        assertThat(lines("", 7)).isEmpty();
        assertThat(lines("\n\n", 7)).containsExactly("", "");
    }

    @TestFactory
    Stream<DynamicTest> lines_areTheSameHoweverTheyArrive() {
        return Stream.iterate(1L, seed -> seed + 1)
                .limit(200)
                .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> check(new Random(seed))));
    }

    private static void check(Random random) throws IOException {
        StringBuilder text = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int line = random.nextInt(10); line > 0; line--) {
            String content = "x".repeat(random.nextInt(2 * LIMIT));
            text.append(content).append('\n');
            expected.add(content.length() > LIMIT ? TOO_LONG : content);
        }
        assertThat(lines(text.toString(), 1 + random.nextInt(30))).isEqualTo(expected);
    }

    private static List<String> lines(String text, int piece) throws IOException {
        LineReader reader = new LineReader(inPieces(text, piece), LIMIT);
        List<String> lines = new ArrayList<>();
        for (Line line = reader.next(); !(line instanceof Line.End); line = reader.next()) {
            lines.add(
                    line instanceof Line.Content content
                            ? new String(content.bytes(), StandardCharsets.US_ASCII)
                            : TOO_LONG);
        }
        return lines;
    }

    /** A stream that never gives more than a few bytes at once. */
    private static InputStream inPieces(String text, int piece) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, piece));
            }
        };
    }
}
