package dev.holdfast.mcp.internal.wire;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdScannerTest {
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 80);

    /** {@code -Dholdfast.seed=N} repeats one, {@code -Dholdfast.seeds=N} tries more of them. */
    @Test
    void id_isReadFromBrokenMessagesWhereThereIsOne() {
        long first = Long.getLong("holdfast.seed", 1);
        for (long seed = first; seed < first + Long.getLong("holdfast.seeds", 5_000); seed++) {
            BrokenMessage message = new BrokenMessage(new Random(seed));
            byte[] bytes = message.bytes();
            String what = "seed " + seed + ": " + message;
            assertThatExceptionOfType(JsonParseException.class).as(what).isThrownBy(() -> Json.parse(bytes, LIMITS));
            assertThat(IdScanner.idIn(bytes)).as(what).isEqualTo(message.id());
            assertThat(inPieces(bytes, new Random(seed))).as(what).isEqualTo(message.id());
        }
    }

    private static @Nullable Json inPieces(byte[] bytes, Random random) {
        IdScanner scanner = new IdScanner();
        int at = 0;
        while (at < bytes.length) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
            scanner.take(bytes, at, to);
            at = to;
        }
        return scanner.id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[{'id':1,'method':'x'},",
                "{'id':1",
                "{'id':1 2,'method':'x'}",
                "{'id':1,'id':2,'method':'x'",
                "{'id':1,'\\u0069d':2,'method':'x'",
                "{'id':null,'id':1,'method':'x'",
                "{'id':1,'result':{},",
                "{'error':{},'id':'s-1',",
                "{'id':1,'method':'x'} {'id':2,'method':'x'}",
                "{'id':{'id':1},'method':'x',",
                "{'id':'\\ud800','method':'x'}",
                "{'id':1e999,'method':'x'}",
                "{'params':{'id':1},'method':'x',",
                "{'params':[{'id':1]},'id':2,'method':'x'}",
                "{'params':'id','method':'id':1}",
                "{id:1,'method':'x'}",
                "x{'id':1,'method':'x'}"
            })
    void id_isNotGuessed(String message) {
        assertThat(idIn(json(message))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':1,",
                "{'id':1,'method':'x'}}",
                "{'id':1,'method':'x'} trailing",
                "\uFEFF{'id':1,'method':'x'}",
                "{'\\u0069\\u0064':1,'method':'x',",
                "{'params':{'id':2,'a':'\\\\\\'id\\':3,'},'id':1,'method':'x',}",
                "{'id':1,'id':1,'method':'x'}",
                "{'method':'x','result':NaN,'id':1}",
                "{\t'id' : 1 ,'params':[}"
            })
    void id_isReadWhateverElseIsWrong(String message) {
        assertThat(idIn(json(message))).isEqualTo(Json.of(1));
    }

    @Test
    void id_thatIsLongIsNotHeld() {
        String most = "x".repeat(1_000);
        assertThat(idIn(json("{'id':'%s',").formatted(most))).isEqualTo(Json.of(most));
        assertThat(idIn(json("{'id':'%s%s',").formatted(most, most))).isNull();
    }

    @Test
    void levels_areFollowedToABound() {
        assertThat(idIn(nested(9_000))).isEqualTo(Json.of(1));
        assertThat(idIn(nested(11_000))).isNull();
    }

    private static String nested(int levels) {
        return json("{'params':") + "[".repeat(levels) + "]".repeat(levels) + json(",'id':1,");
    }

    private static @Nullable Json idIn(String message) {
        return IdScanner.idIn(message.getBytes(StandardCharsets.UTF_8));
    }
}
