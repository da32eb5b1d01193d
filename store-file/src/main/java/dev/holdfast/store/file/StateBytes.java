package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The index entry of a state in binary: parsing a header and its times from text takes ten times as long. */
final class StateBytes {
    private StateBytes() {}

    static void write(DataOutputStream out, IndexedState state) throws IOException {
        out.writeLong(state.revision);
        writeBytes(out, state.hash.borrow());
        out.writeBoolean(state.header != null);
        if (state.header != null) {
            writeHeader(out, state.header);
        }
        out.writeLong(state.baseRevision);
        out.writeLong(state.baseSpot);
        out.writeInt(state.baseLength);
        out.writeInt(state.count());
        for (int i = 0; i < state.count(); i++) {
            out.writeLong(state.spot(i));
            out.writeInt(state.length(i));
            out.writeInt(state.finder(i));
        }
    }

    /** A state as an entry of a checkpoint. */
    static SortedBlock.Entry entry(byte section, StateId id, IndexedState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 8);
        try {
            write(new DataOutputStream(bytes), state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SortedBlock.Entry(SavedStates.key(section, id), bytes.toByteArray());
    }

    static IndexedState read(ByteBuffer in) {
        long revision = in.getLong();
        IndexedState state = new IndexedState(Bytes.wrap(readBytes(in)));
        state.revision = revision;
        state.header = readBoolean(in) ? readHeader(in) : null;
        state.baseRevision = in.getLong();
        state.baseSpot = in.getLong();
        state.baseLength = in.getInt();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            state.add(in.getLong(), in.getInt(), in.getInt());
        }
        return state;
    }

    private static void writeHeader(DataOutputStream out, StateHeader header) throws IOException {
        writeText(out, header.owner());
        out.writeBoolean(header.name() != null);
        if (header.name() != null) {
            writeText(out, header.name());
        }
        out.writeInt(header.labels().size());
        for (Map.Entry<String, String> label : header.labels().entrySet()) {
            writeText(out, label.getKey());
            writeText(out, label.getValue());
        }
        writeTexts(out, header.readers());
        writeText(out, header.lifetime().name());
        writeOptionalTime(out, header.expires());
        writeOptionalTime(out, header.nextDue());
        writeText(out, header.phase().name());
        out.writeLong(header.bytes());
        writeTime(out, header.updated());
        out.writeLong(header.keptFor() == null ? -1 : header.keptFor().toSeconds());
        writeTexts(out, header.waitsFor());
    }

    private static void writeTexts(DataOutputStream out, Set<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(out, text);
        }
    }

    private static Set<String> readTexts(ByteBuffer in) {
        Set<String> texts = new LinkedHashSet<>();
        for (int left = in.getInt(); left > 0; left--) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static StateHeader readHeader(ByteBuffer in) {
        String owner = readText(in);
        String name = readBoolean(in) ? readText(in) : null;
        Map<String, String> labels = new LinkedHashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            labels.put(readText(in), readText(in));
        }
        return new StateHeader(
                owner,
                name,
                labels,
                readTexts(in),
                Lifetime.valueOf(readText(in)),
                readOptionalTime(in),
                readOptionalTime(in),
                Phase.valueOf(readText(in)),
                in.getLong(),
                readTime(in),
                readSeconds(in),
                readTexts(in));
    }

    private static @Nullable Duration readSeconds(ByteBuffer in) {
        long seconds = in.getLong();
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
    }

    private static void writeOptionalTime(DataOutputStream out, @Nullable Instant time) throws IOException {
        out.writeBoolean(time != null);
        if (time != null) {
            writeTime(out, time);
        }
    }

    private static @Nullable Instant readOptionalTime(ByteBuffer in) {
        return readBoolean(in) ? readTime(in) : null;
    }

    private static void writeTime(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant readTime(ByteBuffer in) {
        return Instant.ofEpochSecond(in.getLong(), in.getInt());
    }

    private static boolean readBoolean(ByteBuffer in) {
        return in.get() != 0;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readText(ByteBuffer in) {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }
}
