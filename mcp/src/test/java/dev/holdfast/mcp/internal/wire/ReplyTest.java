package dev.holdfast.mcp.internal.wire;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.checks.Carriers;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReplyTest {
    private static final JsonObject LONG = JsonObject.of("text", Json.of("x".repeat(3 * Reply.SHORT)));

    @Test
    void reply_thatIsShortIsTextAtOnce() {
        Reply kept = Reply.result(Json.of(7), "{}".getBytes(StandardCharsets.US_ASCII));
        Reply made = Reply.result(Json.of("a"), JsonObject.EMPTY);
        assertThat(text(kept.shortText())).isEqualTo(json("{'jsonrpc':'2.0','id':7,'result':{}}"));
        assertThat(text(made.shortText())).isEqualTo(json("{'jsonrpc':'2.0','id':'a','result':{}}"));
        assertThat(made.weight()).isEqualTo(made.bytes().length);
        assertThat(text(Reply.batch(List.of(kept, made)).shortText()))
                .isEqualTo("[" + text(kept.bytes()) + "," + text(made.bytes()) + "]");
    }

    @Test
    void reply_thatIsLongIsWrittenInPieces() throws IOException {
        Reply reply = Reply.result(Json.of(1), LONG);
        List<Integer> pieces = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                pieces.add(length);
            }
        };
        reply.writeTo(all);
        assertThat(reply.shortText()).isNull();
        assertThat(pieces).hasSize(4).allMatch(length -> length <= Reply.SHORT);
        assertThat(Json.parse(all.toByteArray()))
                .isEqualTo(JsonObject.of("jsonrpc", Json.of("2.0"), "id", Json.of(1), "result", LONG));
        assertThat(reply.weight()).isBetween(all.size() - 10L, all.size() + 10L);
    }

    @Test
    void batch_ofShortAndLongIsTheirArray() {
        for (int count = 1; count < 6; count++) {
            List<Reply> replies = new ArrayList<>();
            List<Json> expected = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                replies.add(Reply.result(Json.of(i), i % 2 == 0 ? JsonObject.EMPTY : LONG));
                expected.add(Json.parse(replies.getLast().bytes()));
            }
            Reply batch = Reply.batch(replies);
            assertThat(batch.shortText() == null).isEqualTo(count > 1);
            assertThat(Json.parse(batch.bytes())).isEqualTo(JsonArray.copyOf(expected));
        }
    }

    /** Without a pause the threads that write would occupy all carriers, and the other one would never run. */
    @Test
    void replies_thatAreLongLetOthersRun() throws InterruptedException {
        assertThat(Carriers.areSharedBy(() -> write(Reply.result(Json.of(1), LONG))))
                .isTrue();
    }

    private static void write(Reply reply) {
        try {
            reply.writeTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte @Nullable [] bytes) {
        return new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
    }
}
