package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Texts that are written in pieces are the texts that are written at once. */
final class PiecesTest {
    private static final int PIECE = 64 << 10;
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps what is written, and how long the pieces were. */
    private static final class Recorder extends OutputStream {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final List<Integer> lengths = new ArrayList<>();

        @Override
        public void write(int b) {
            throw new AssertionError("a piece is written at once");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            all.write(bytes, offset, length);
            lengths.add(length);
        }
    }

    @TestFactory
    Stream<DynamicTest> pieces_areTheTextTogether() {
        return RandomJson.forSeeds(60, random -> {
            JsonObject value = large(random);
            Recorder recorder = new Recorder();
            try {
                value.writeTo(recorder);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            assertThat(Arrays.equals(recorder.all.toByteArray(), value.toBytes()))
                    .isTrue();
            assertThat(recorder.lengths).allMatch(length -> length <= PIECE);
        });
    }

    @TestFactory
    Stream<DynamicTest> text_ofAValueIsTheStringOfItsText() {
        return RandomJson.forSeeds(60, random -> {
            Json value = random.oneIn(3) ? large(random) : random.value();
            JsonString text = Json.textOf(Json.textOf(value));
            JsonString expected = new JsonString(new JsonString(value.toString()).toString());
            assertThat(text.value().equals(expected.value())).isTrue();
            assertThat(Arrays.equals(text.toBytes(), expected.toBytes())).isTrue();
            assertThat(text).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(text.canonicalSize()).isEqualTo(expected.canonicalSize());
            assertThat(Json.parse(text.toBytes())).isEqualTo(expected);
        });
    }

    @TestFactory
    Stream<DynamicTest> text_isMadeUpToALength() {
        return RandomJson.forSeeds(40, random -> {
            Json value = random.value();
            byte[] whole = JsonObject.of("value", value).toBytes();
            assertThat(JsonObject.of("value", value).toBytes(whole.length)).isEqualTo(whole);
            assertThat(JsonObject.of("value", value).toBytes(whole.length - 1)).isNull();
        });
    }

    /** Strings around the length of the parts in which they are encoded, with pairs where the parts meet. */
    private static JsonObject large(RandomJson random) {
        JsonObject.Builder members = JsonObject.builder();
        int count = random.below(40);
        for (int i = 0; i < count; i++) {
            int length = random.oneOf(List.of(0, 10, 8_190, 8_191, 8_192, 8_193, 16_384, 70_000)) + random.below(3);
            String part = random.oneOf(List.of("a", "\"", "\n", "é", "€", "😀", "a😀", "\u0000😀"));
            members.put("m" + i + "😀", Json.of(part.repeat(Math.max(1, length / part.length()))));
            members.put("n" + i, random.value());
        }
        return members.build();
    }

    /** What is never taken is never made, nor is a long string looked into to tell its length. */
    @Test
    void text_thatIsNotTakenIsNotMade() throws IOException {
        JsonArray numbers = JsonArray.copyOf(
                IntStream.range(0, 200_000).mapToObj(n -> Json.of(n)).toList());
        JsonObject document = JsonObject.of("text", Json.of("x".repeat(3 << 20)), "numbers", numbers);
        JsonObject answer = JsonObject.of("text", Json.textOf(document), "value", document);
        int length = JsonObject.of("text", new JsonString(document.toString()), "value", document)
                .toBytes()
                .length;
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        long weighed = answer.roughSize();
        long weighing = MEMORY.getCurrentThreadAllocatedBytes() - before;
        assertThatThrownBy(() -> answer.writeTo(new Leaving())).isInstanceOf(IOException.class);
        long writing = MEMORY.getCurrentThreadAllocatedBytes() - before - weighing;

        assertThat(weighed).isBetween(length * 9L / 10, (long) length);
        assertThat(weighing).as("bytes allocated to weigh").isLessThan(1 << 20);
        assertThat(writing).as("bytes allocated to write a piece").isLessThan(2 << 20);
    }

    /** A client that takes one piece and leaves. */
    private static final class Leaving extends OutputStream {
        private int taken;

        @Override
        public void write(int b) {
            throw new AssertionError("a piece is written at once");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (taken++ > 0) {
                throw new IOException("left");
            }
        }
    }
}
