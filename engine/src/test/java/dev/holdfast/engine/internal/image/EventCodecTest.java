package dev.holdfast.engine.internal.image;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.decision.Basis;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.Decision;
import dev.holdfast.engine.internal.decision.MintedIds;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonDiff;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EventCodecTest {
    static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");
    private static final Principal ACTOR = Principal.local("default");
    private static final EventCodec CODEC = new EventCodec(Sealing.NONE);
    private static final Decider DECIDER = new Decider(Limits.DEFAULT, new Validator(() -> null));

    /** Logs written by any version are kept forever, and every later version must read the same document from them. */
    @Test
    void recordedLog_isStillRead() throws IOException {
        Image image = Image.absent(ID);
        for (String line : recorded("events-v1.jsonl")) {
            Bytes stored = Bytes.wrap(line.getBytes(StandardCharsets.UTF_8));
            assertThat(EventCodec.verifies(stored, image.hash())).isTrue();
            image = image.apply(CODEC.decode(stored));
        }

        assertThat(image.document()).isEqualTo(Json.parse(json("{'theme':'light','n':12.50,'list':[1,'é']}")));
        assertThat(image.settings().name()).isEqualTo("team/plan");
        assertThat(image.revision()).isEqualTo(6);
    }

    @Test
    void sameCommands_areStillWrittenByteForByte() throws IOException {
        assertThat(written(CODEC)).isEqualTo(recorded("events-v1.jsonl"));
    }

    @Test
    void hash_isWhatTheFormatSays() throws IOException, NoSuchAlgorithmException {
        byte[] previous = new byte[32];
        for (String line : recorded("events-v1.jsonl")) {
            JsonObject event = (JsonObject) Json.parse(line);
            byte[] header = event.without("body").without("hash").toCanonical();
            byte[] body = Objects.requireNonNull(event.get("body")).toCanonical();
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] bodyHash = sha256.digest(body);
            sha256.update(previous);
            sha256.update(bodyHash);
            previous = sha256.digest(header);
            assertThat(event.string("hash"))
                    .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(previous));
        }
    }

    @Test
    void anAlteredEvent_doesNotVerify() throws IOException {
        String line = recorded("events-v1.jsonl").getFirst();
        byte[] good = line.getBytes(StandardCharsets.UTF_8);
        assertThat(EventCodec.verifies(Bytes.wrap(good), Image.NO_HASH)).isTrue();

        for (String[] change : new String[][] {
            {"dark", "dork"},
            {json("'rev':1"), json("'rev':2")},
            {"local/default", "local/another"},
            {"created", "written"}
        }) {
            assertThat(line).contains(change[0]);
            byte[] altered = line.replace(change[0], change[1]).getBytes(StandardCharsets.UTF_8);
            assertThat(EventCodec.verifies(Bytes.wrap(altered), Image.NO_HASH)).isFalse();
        }
        assertThat(EventCodec.verifies(Bytes.wrap(good), Bytes.wrap(new byte[] {1})))
                .isFalse();
    }

    /** Six events of one state, as a codec writes them. */
    static List<String> written(EventCodec codec) {
        List<String> lines = new ArrayList<>();
        Image image = Image.absent(ID);
        Settings settings = Settings.parse((JsonObject) Json.parse(
                json("{'owner':'local/default','name':'team/plan','labels':{'team':'a'},'lifetime':'persistent'}")));
        JsonObject data = JsonObject.of("theme", Json.of("dark"));
        JsonObject arguments = JsonObject.of("create", settings.toJson(), "data", data);
        image = write(
                codec, lines, image, Idempotency.of(ACTOR, "op1", () -> arguments), Change.Create.of(settings, data));
        Change.Direct brighter = operate(json("{'merge':{'theme':'light'},'note':'brighter'}"));
        image = write(codec, lines, image, Idempotency.of(ACTOR, "op2", brighter::arguments), brighter);
        image = write(codec, lines, image, null, operate(json("{'increment':{'n':12.50},'append':{'list':[1,'é']}}")));
        image = write(codec, lines, image, null, operate(json("{'delete':['n']}")));
        image = write(codec, lines, image, null, new Change.Configure((JsonObject)
                Json.parse(json("{'labels':{'team':null}}"))));
        Change.TakeBack undo = new Change.TakeBack(
                EventType.UNDONE,
                Basis.of(image),
                JsonDiff.between(image.document(), image.document().with("n", Json.parse("12.50"))),
                image.document().with("n", Json.parse("12.50")),
                null,
                null,
                new Cause.Undoes(List.of(4L)));
        write(codec, lines, image, null, undo);
        return lines;
    }

    private static Change.Direct operate(String write) {
        return new Change.Operate(Write.parse((JsonObject) Json.parse(write)));
    }

    private static Image write(
            EventCodec codec, List<String> lines, Image image, @Nullable Idempotency idempotency, Change change) {
        Instant at = Instant.parse("2026-11-22T10:00:00Z").plusMillis(image.revision() * 1_001);
        Command command = new Command(ID, ACTOR, idempotency, change);
        var accepted = (Decision.Accepted)
                DECIDER.decide(image, command, at, MintedIds.of(() -> "unused"), Steps.all(1 << 25, () -> false));
        EventCodec.Encoded encoded = codec.encode(image, ACTOR, command.idempotency(), accepted.draft(), at);
        lines.add(new String(encoded.commit().event().toArray(), StandardCharsets.UTF_8));
        return image.apply(encoded.event(), accepted.draft().after());
    }

    static List<String> recorded(String resource) throws IOException {
        try (InputStream log = EventCodecTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(log).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
