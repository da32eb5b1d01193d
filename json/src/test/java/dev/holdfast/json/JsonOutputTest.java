package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonOutputTest {
    private final Random random = new Random();

    @Test
    void values_stringsAndNumbers_areInCanonicalForm() {
        Json value = JsonObject.of("b", Json.of("\u00e9\n"), "a", Json.of(1));
        JsonOutput text = new JsonOutput(1);
        text.plain("{\"s\":").string("q\"\ud83d\ude00").plain(",\"n\":").number(-12);
        text.plain(",\"v\":").value(value).plain("}".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(text.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"s\":\"q\\\"\ud83d\ude00\",\"n\":-12,\"v\":{\"a\":1,\"b\":\"\u00e9\\n\"}}");
        assertThat(text.length()).isEqualTo(text.toBytes().length);
    }

    @Test
    void clearedText_beginsAgain() {
        JsonOutput text = new JsonOutput(8).string("before");
        text.clear();
        assertThat(text.number(7).toBytes()).isEqualTo(new byte[] {'7'});
    }

    @Test
    void unpairedSurrogate_isRefused() {
        assertThatThrownBy(() -> new JsonOutput(8).string("\ud83d")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void times_areAsInstantsTellThem() {
        List.of(
                        Instant.MIN,
                        Instant.MAX,
                        Instant.EPOCH,
                        Instant.parse("0000-01-01T00:00:00Z").minusNanos(1),
                        Instant.parse("0000-02-29T23:59:59.000000001Z"),
                        Instant.parse("1900-02-28T00:00:00.000001Z"),
                        Instant.parse("2000-02-29T00:00:00.100Z"),
                        Instant.parse("9999-12-31T23:59:59.999999999Z"),
                        Instant.parse("+10000-01-01T00:00:00Z"))
                .forEach(JsonOutputTest::checkTime);
        for (int i = 0; i < 20_000; i++) {
            long seconds = random.nextLong(-70_000_000_000L, 260_000_000_000L);
            int unit = List.of(1, 1_000, 1_000_000, 1_000_000_000).get(random.nextInt(4));
            checkTime(Instant.ofEpochSecond(seconds, random.nextInt(1_000_000_000) / unit * (long) unit));
        }
    }

    private static void checkTime(Instant time) {
        assertThat(new JsonOutput(40).time(time).toBytes())
                .isEqualTo(Json.of(time.toString()).toBytes());
    }

    @Test
    void patches_areWrittenAsTheirJson() {
        JsonPatch patch =
                JsonPatch.parse(Json.parse("[{\"op\":\"add\",\"path\":\"/a~1b/~0\",\"value\":{\"y\":1,\"x\":2}},"
                        + "{\"op\":\"replace\",\"path\":\"/r\",\"value\":null},"
                        + "{\"op\":\"remove\",\"path\":\"/\u00e9\"},"
                        + "{\"op\":\"move\",\"from\":\"/m\",\"path\":\"/n\"},"
                        + "{\"op\":\"copy\",\"from\":\"/c\",\"path\":\"/d/-\"},"
                        + "{\"op\":\"test\",\"path\":\"/t\",\"value\":[1.50]}]"));
        for (JsonPatch each : List.of(patch, JsonPatch.EMPTY)) {
            JsonOutput text = new JsonOutput(16);
            each.writeTo(text);
            assertThat(text.toBytes()).isEqualTo(each.toJson().toCanonical());
        }
    }
}
