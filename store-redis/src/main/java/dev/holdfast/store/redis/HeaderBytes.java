package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a header is stored, apart from what scripts need to know of it: the owner, the phase and the bytes. */
final class HeaderBytes {
    private static final int FORMAT = 1;

    private HeaderBytes() {}

    static byte[] of(StateHeader header) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeByte(FORMAT);
            output.writeUTF(header.lifetime().name());
            writeTime(output, header.updated());
            writeTime(output, header.expires());
            writeTime(output, header.nextDue());
            output.writeLong(header.keptFor() == null ? -1 : header.keptFor().toSeconds());
            writeTexts(output, header.name() == null ? List.of() : List.of(header.name()));
            Map<String, String> labels = new TreeMap<>(header.labels());
            writeTexts(output, labels.keySet());
            writeTexts(output, labels.values());
            writeTexts(output, header.readers().stream().sorted().toList());
            writeTexts(output, header.waitsFor().stream().sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The header of a state; throws an exception of any kind if it is not one. */
    static StateHeader read(byte[] stored, String owner, Phase phase, long documentBytes) throws IOException {
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(stored));
        if (input.readByte() != FORMAT) {
            throw new IOException("a header of an unknown format");
        }
        Lifetime lifetime = Lifetime.valueOf(input.readUTF());
        Instant updated = readTime(input);
        Instant expires = readTime(input);
        Instant due = readTime(input);
        long keptFor = input.readLong();
        List<String> name = readTexts(input);
        return new StateHeader(
                owner,
                name.isEmpty() ? null : name.getFirst(),
                labels(readTexts(input), readTexts(input)),
                new LinkedHashSet<>(readTexts(input)),
                lifetime,
                expires,
                due,
                phase,
                documentBytes,
                updated == null ? Instant.EPOCH : updated,
                keptFor < 0 ? null : Duration.ofSeconds(keptFor),
                Set.copyOf(readTexts(input)));
    }

    private static Map<String, String> labels(List<String> names, List<String> values) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            labels.put(names.get(i), values.get(i));
        }
        return labels;
    }

    private static void writeTime(DataOutputStream output, @Nullable Instant time) throws IOException {
        output.writeBoolean(time != null);
        if (time != null) {
            output.writeLong(time.getEpochSecond());
            output.writeInt(time.get(ChronoField.MICRO_OF_SECOND));
        }
    }

    private static @Nullable Instant readTime(DataInputStream input) throws IOException {
        return input.readBoolean() ? Instant.ofEpochSecond(input.readLong(), input.readInt() * 1_000L) : null;
    }

    private static void writeTexts(DataOutputStream output, Collection<String> texts) throws IOException {
        output.writeInt(texts.size());
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            output.writeInt(bytes.length);
            output.write(bytes);
        }
    }

    private static List<String> readTexts(DataInputStream input) throws IOException {
        String[] texts = new String[input.readInt()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = new String(input.readNBytes(input.readInt()), StandardCharsets.UTF_8);
        }
        return List.of(texts);
    }
}
