package dev.holdfast.engine.file;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The index as of some spot of the log, so that opening need not read what lies before. A cache: it may be deleted at any
 * time, and one that does not fit the segments, or is damaged, is passed over.
 */
final class Checkpoint {
    static final String FILE = "checkpoint";

    private static final Logger LOGGER = System.getLogger(Checkpoint.class.getName());
    private static final int FORMAT = 0x48460001;
    private static final int STATES_AT_ONCE = 1000;
    private static final int ANCHOR = 4096;

    private Checkpoint() {}

    /** What is written first. Whatever is folded in twice, because it was read meanwhile, changes nothing. */
    private record Start(
            long end, long newest, long newestRemoved, long anchor, List<Segment.Title> titles, List<long[]> sizes) {}

    /** Writes down what is known. Writers and readers go on meanwhile. */
    static void save(LogFolder folder) throws IOException {
        if (folder.ask(index -> !index.damages().isEmpty())) {
            return; // What is damaged shall be found and reported again.
        }
        Start start = folder.look(Checkpoint::start);
        String temporary = FILE + ".new";
        try (DiskFile file = folder.disk().create(temporary)) {
            CheckedOutputStream checked = new CheckedOutputStream(new DiskOutput(file), new CRC32C());
            DataOutputStream out = new DataOutputStream(checked);
            write(out, start);
            StateId last = null;
            do {
                StateId after = last;
                last = folder.look(index -> writeStates(out, index, after));
            } while (last != null);
            out.writeBoolean(false);
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
            file.force();
        }
        folder.disk().rename(temporary, FILE);
        folder.disk().sync();
    }

    private static Start start(LogIndex index) throws IOException {
        List<Segment.Title> titles = new ArrayList<>();
        List<long[]> sizes = new ArrayList<>();
        for (Segment segment : index.segments().values()) {
            titles.add(segment.title());
            sizes.add(new long[] {segment.total, segment.dead, segment.erased});
        }
        return new Start(
                index.end,
                index.newest,
                index.newestRemoved,
                anchor(index.segment(index.end), index.end),
                titles,
                sizes);
    }

    /** A checksum of what lies before a spot, by which a log is known again. */
    private static long anchor(Segment segment, long spot) throws IOException {
        long from = Math.max(0, Spot.offset(spot) - ANCHOR);
        CRC32C checksum = new CRC32C();
        checksum.update(segment.bytes(from, (int) (Spot.offset(spot) - from)));
        return checksum.getValue();
    }

    private static void write(DataOutputStream out, Start start) throws IOException {
        out.writeInt(FORMAT);
        out.writeLong(start.end());
        out.writeLong(start.newest());
        out.writeLong(start.newestRemoved());
        out.writeLong(start.anchor());
        out.writeInt(start.titles().size());
        for (int i = 0; i < start.titles().size(); i++) {
            Segment.Title title = start.titles().get(i);
            out.writeInt(title.number());
            out.writeInt(title.generation());
            for (long size : start.sizes().get(i)) {
                out.writeLong(size);
            }
        }
    }

    private static @Nullable StateId writeStates(DataOutputStream out, LogIndex index, @Nullable StateId after)
            throws IOException {
        NavigableMap<StateId, IndexedState> rest =
                after == null ? index.states() : index.states().tailMap(after, false);
        StateId last = null;
        int written = 0;
        for (Map.Entry<StateId, IndexedState> entry : rest.entrySet()) {
            if (written++ == STATES_AT_ONCE) {
                return last;
            }
            last = entry.getKey();
            out.writeBoolean(true);
            out.writeUTF(last.value());
            writeState(out, entry.getValue());
        }
        return null;
    }

    private static void writeState(DataOutputStream out, IndexedState state) throws IOException {
        out.writeLong(state.revision);
        writeBytes(out, state.hash.borrow());
        writeBytes(
                out,
                state.header == null
                        ? new byte[0]
                        : HeaderJson.write(state.header).toBytes());
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

    /** The index as written down, or an empty one if there is nothing to go by. */
    static LogIndex load(Disk disk) throws IOException {
        if (!disk.list().contains(FILE)) {
            return new LogIndex();
        }
        LogIndex index = new LogIndex();
        try (DiskFile file = disk.open(FILE)) {
            CheckedInputStream checked = new CheckedInputStream(new DiskInput(file), new CRC32C());
            DataInputStream in = new DataInputStream(checked);
            if (in.readInt() == FORMAT && readInto(index, disk, in)) {
                long sum = checked.getChecksum().getValue();
                if (in.readLong() == sum) {
                    return index;
                }
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.INFO, () -> "the checkpoint is passed over, the log is read instead: " + e);
        }
        for (Segment segment : index.segments().values()) {
            segment.close();
        }
        return new LogIndex();
    }

    private static boolean readInto(LogIndex index, Disk disk, DataInputStream in) throws IOException {
        index.end = in.readLong();
        index.newest = in.readLong();
        index.newestRemoved = in.readLong();
        long anchor = in.readLong();
        List<Integer> numbers = LogScan.numbers(disk);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Segment segment = Segment.open(disk, in.readInt());
            index.segments().put(segment.number(), segment);
            if (segment.title().generation() != in.readInt() || segment.damaged || numbers.get(i) != segment.number()) {
                return false;
            }
            segment.total = in.readLong();
            segment.dead = in.readLong();
            segment.erased = in.readLong();
        }
        if (anchor(index.segment(index.end), index.end) != anchor) {
            return false;
        }
        while (in.readBoolean()) {
            index.states().put(new StateId(in.readUTF()), readState(in));
        }
        return true;
    }

    private static IndexedState readState(DataInputStream in) throws IOException {
        long revision = in.readLong();
        IndexedState state = new IndexedState(Bytes.wrap(readBytes(in)));
        state.revision = revision;
        state.header = header(readBytes(in));
        state.baseRevision = in.readLong();
        state.baseSpot = in.readLong();
        state.baseLength = in.readInt();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            state.add(in.readLong(), in.readInt(), in.readInt());
        }
        return state;
    }

    private static @Nullable StateHeader header(byte[] json) {
        return json.length == 0 ? null : HeaderJson.read((JsonObject) Json.parse(json));
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("it ends too early");
        }
        return bytes;
    }
}
