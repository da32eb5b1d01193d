package dev.holdfast.engine.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Keep;
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
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class BaseCodecTest {
    private static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");
    private static final Settings SETTINGS = Settings.parse(JsonObject.of("owner", Json.of("local/p0")));
    private static final EventCodec CODEC = new EventCodec(Sealing.NONE);
    private static final Decider DECIDER = new Decider(Limits.DEFAULT, new Validator(() -> null));

    /** Bases written by any version are kept forever, and every later version must read them. */
    @Test
    void recordedBase_isStillRead() throws IOException {
        Image image = folded();

        assertThat(decode(image, Bytes.wrap(resource("base-v1.json").getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(image);
    }

    @Test
    void sameImage_isStillWrittenByteForByte() throws IOException {
        assertThat(new String(BaseCodec.encode(folded()).borrow(), StandardCharsets.UTF_8))
                .isEqualTo(resource("base-v1.json"));
    }

    @TestFactory
    Stream<DynamicTest> image_comesBackAsItWas() {
        return IntStream.range(0, 10)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> comesBack(new Random(seed))));
    }

    private static void comesBack(Random random) {
        Image image = Image.absent(ID);
        image = next(image, random, Change.Create.of(SETTINGS, JsonObject.EMPTY));
        for (int i = 0; i < 60; i++) {
            image = next(image, random, change(image, random));
            Bytes content = BaseCodec.encode(image);
            assertThat(decode(image, content)).isEqualTo(image);
            assertThat(BaseCodec.encode(decode(image, content))).isEqualTo(content);
        }
    }

    @Test
    void rememberedCommands_keepTheirGenerations() {
        Image image = next(Image.absent(ID), new Random(1), Change.Create.of(SETTINGS, JsonObject.EMPTY));
        for (int i = 0; i < 2_500; i++) {
            Write write = Write.builder().increment("n", 1).commandId("op" + i).build();
            image = next(image, new Random(i), write.commandId(), new Change.Operate(write));
        }

        assertThat(decode(image, BaseCodec.encode(image)).remembered()).isEqualTo(image.remembered());
    }

    @Test
    void anAlteredBase_isRefused() throws IOException {
        Image image = folded();
        byte[] good = BaseCodec.encode(image).toArray();
        for (int i = 0; i < good.length; i++) {
            byte[] altered = good.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> decode(image, Bytes.wrap(altered))).isInstanceOf(IllegalArgumentException.class);
        }
        for (int length = 0; length < good.length; length++) {
            byte[] torn = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> decode(image, Bytes.wrap(torn))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aBaseOfSomethingElse_isRefused() throws IOException {
        Image image = folded();
        Bytes content = BaseCodec.encode(image);
        StateId other = new StateId("st_other");

        assertThatThrownBy(() -> BaseCodec.decode(other, image.revision(), image.hash(), content))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BaseCodec.decode(ID, image.revision() + 1, image.hash(), content))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BaseCodec.decode(ID, image.revision(), Image.NO_HASH, content))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Change change(Image image, Random random) {
        if (random.nextInt(8) == 0) {
            return new Change.Close();
        } else if (random.nextInt(6) == 0) {
            return new Change.Configure(
                    JsonObject.of("keep", Keep.revisions(1 + random.nextInt(9)).toJson()));
        }
        Long last = image.undoLine().last();
        if (last != null && random.nextInt(4) == 0) {
            return new Change.TakeBack(
                    EventType.UNDONE,
                    Basis.of(image),
                    KeyDiff.between(
                            image.document(),
                            JsonObject.EMPTY,
                            new TreeSet<>(image.document().keys())),
                    JsonObject.EMPTY,
                    null,
                    null,
                    new Cause.Undoes(List.of(last)));
        }
        return new Change.Operate(Write.builder()
                .set("k" + random.nextInt(5), random.nextInt(1_000))
                .increment("n" + random.nextInt(3), random.nextInt(9))
                .build());
    }

    private static Image next(Image image, Random random, Change change) {
        return next(image, random, random.nextBoolean() ? "op" + image.revision() : null, change);
    }

    private static Image next(Image image, Random random, @Nullable String id, Change change) {
        Instant at = Instant.parse("2026-08-01T10:00:00Z").plusMillis(1_000 * image.revision() + random.nextInt(1_000));
        Principal actor = Principal.local("p" + random.nextInt(3));
        JsonObject arguments = change instanceof Change.Direct direct ? direct.arguments() : JsonObject.EMPTY;
        Command command = new Command(ID, actor, Idempotency.of(actor, id, () -> arguments), change);
        return switch (DECIDER.decide(
                image, command, at, MintedIds.of(() -> "fresh"), Steps.all(1 << 25, () -> false))) {
            case Decision.Accepted(EventDraft draft) ->
                image.apply(CODEC.encode(image, command.actor(), command.idempotency(), draft, at)
                        .event());
            default -> image;
        };
    }

    private static Image decode(Image like, Bytes content) {
        return BaseCodec.decode(ID, like.revision(), like.hash(), content);
    }

    /** The image that the recorded log leads to. */
    private static Image folded() throws IOException {
        Image image = Image.absent(ID);
        for (String line : resource("events-v1.jsonl").lines().toList()) {
            image = image.apply(CODEC.decode(Bytes.wrap(line.getBytes(StandardCharsets.UTF_8))));
        }
        return image;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(BaseCodecTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
