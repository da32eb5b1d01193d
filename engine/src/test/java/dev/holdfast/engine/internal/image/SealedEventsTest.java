package dev.holdfast.engine.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.internal.seal.DataKey;
import dev.holdfast.engine.internal.seal.Keyring;
import dev.holdfast.engine.internal.seal.SealException;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

final class SealedEventsTest {
    private static final String RECORDING = "sealed-events-v1.jsonl";
    private static final String STORE = "a store";
    private static final MasterKey MASTER = MasterKeys.parse("00".repeat(31) + "01");
    private static final EventCodec PLAIN = new EventCodec(Sealing.NONE);

    private final MemoryVault.Content vault = new MemoryVault.Content();

    /** Sealed events and wrapped keys written by any version are kept for ever, and every later version reads them. */
    @Test
    void recordedEvents_areOpenedWithTheRecordedKey_andAreThoseThatWereSealed() throws IOException {
        List<String> lines = EventCodecTest.recorded(RECORDING);
        restoreVault(parsed(lines.get(0)), parsed(lines.get(1)));
        List<String> inClear = EventCodecTest.recorded("events-v1.jsonl");
        EventCodec sealing = new EventCodec(keyring());
        Image sealed = Image.absent(EventCodecTest.ID);
        Image plain = Image.absent(EventCodecTest.ID);
        for (int i = 0; i < inClear.size(); i++) {
            Bytes stored = bytes(lines.get(i + 2));
            assertThat(EventCodec.verifies(stored, sealed.hash())).isTrue();
            assertThatThrownBy(() -> PLAIN.decode(stored)).isInstanceOf(SealException.class);
            Event event = sealing.decode(stored);
            Event same = PLAIN.decode(bytes(inClear.get(i)));
            assertThat(event.arguments()).isEqualTo(same.arguments());
            assertThat(event.note()).isEqualTo(same.note());
            sealed = sealed.apply(event);
            plain = plain.apply(same);
        }
        assertThat(sealed.document()).isEqualTo(plain.document());
        assertThat(sealed.system()).isEqualTo(plain.system());
    }

    @Test
    void sealedEvent_isAtMost60BytesLongerThanFourThirdsOfItsBody() throws IOException {
        List<String> sealed = EventCodecTest.written(new EventCodec(keyring()));
        List<String> plain = EventCodecTest.recorded("events-v1.jsonl");
        for (int i = 0; i < plain.size(); i++) {
            int body = Objects.requireNonNull(parsed(plain.get(i)).get("body")).toCanonical().length;
            int beside = bytes(plain.get(i)).length() - body;
            assertThat(bytes(sealed.get(i)).length() - beside).isLessThanOrEqualTo(60 + (4 * body + 2) / 3);
        }
    }

    /** Makes the recording. */
    @Test
    @EnabledIfSystemProperty(named = "holdfast.record", matches = ".+")
    void record() throws IOException {
        Keyring keyring = keyring();
        DataKey key = Objects.requireNonNull(keyring.keyFor(EventCodecTest.ID, 0));
        keyring.makeDurable(List.of(key));
        List<String> lines = new ArrayList<>();
        MemoryVault client = MemoryVault.open(vault);
        VaultHead head = client.head().orElseThrow();
        lines.add(JsonObject.builder()
                .put("vault", head.id())
                .put("root", EventCodec.text(head.root()))
                .build()
                .toString());
        WrappedKey wrapped = client.find(EventCodecTest.ID).getFirst();
        lines.add(JsonObject.builder()
                .put("key", wrapped.id())
                .put("wrapped", EventCodec.text(wrapped.wrapped()))
                .build()
                .toString());
        lines.addAll(EventCodecTest.written(new EventCodec(keyring)));
        Files.write(Path.of(System.getProperty("holdfast.record")).resolve(RECORDING), lines);
    }

    private void restoreVault(JsonObject head, JsonObject key) {
        MemoryVault client = MemoryVault.open(vault);
        client.replaceHead(
                null, new VaultHead(text(head, "vault"), STORE, 0, MASTER.id(), EventCodec.bytes(text(head, "root"))));
        client.put(List.of(
                new WrappedKey(EventCodecTest.ID, text(key, "key"), 0, 0, EventCodec.bytes(text(key, "wrapped")))));
    }

    private Keyring keyring() {
        return Keyring.open(MemoryVault.open(vault), MASTER, STORE, null, new SecureRandom());
    }

    private static JsonObject parsed(String line) {
        return (JsonObject) Json.parse(line);
    }

    private static String text(JsonObject json, String member) {
        return Objects.requireNonNull(json.string(member), member);
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
