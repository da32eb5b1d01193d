package dev.holdfast.store.file;

import dev.holdfast.engine.spi.StateId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The index as of some spot of the log, so that opening need not read what comes before it. A cache: it may be deleted
 * at any time, and is ignored if it does not fit the segments, is damaged, or has another format.
 */
final class Checkpoint {
    static final String FILE = "checkpoint";

    private static final Logger LOGGER = System.getLogger(Checkpoint.class.getName());
    private static final int FORMAT = 0x48460002;
    private static final int ANCHOR = 4096;

    private Checkpoint() {}

    /** The first block. Records read while the checkpoint is written may be folded in twice, which changes nothing. */
    private record Start(
            long end, long newest, long newestRemoved, long anchor, List<Segment.Title> titles, List<long[]> sizes) {}

    /**
     * A few states: so few that writers are not held up noticeably.
     *
     * @param last the last one of them; null if there are none
     */
    private record Part(StateBlock block, @Nullable StateId last) {
        /** The states right after a given one; an empty block if there are none. */
        static Part after(LogIndex index, @Nullable StateId state) throws IOException {
            List<Map.Entry<StateId, IndexedState>> states =
                    index.states().after(state).limit(StateBlock.MOST).toList();
            return new Part(
                    StateBlock.of(states),
                    states.isEmpty() ? null : states.getLast().getKey());
        }
    }

    /** Saves the index. Writers and readers are not blocked meanwhile. */
    static void save(LogFolder folder) throws IOException {
        if (folder.ask(index -> !index.damages().isEmpty())) {
            return; // The next opening must read the log, so that it finds and reports the damage again.
        }
        Start start = folder.look(Checkpoint::start);
        String temporary = FILE + ".new";
        try (DiskFile file = folder.disk().create(temporary)) {
            BlockOutput blocks = new BlockOutput(file, FORMAT);
            blocks.add(bytes(start));
            Part part = folder.look(index -> Part.after(index, null));
            while (part.last() != null) {
                blocks.add(part.block().content());
                StateId last = part.last();
                part = folder.look(index -> Part.after(index, last));
            }
            blocks.end();
            file.force();
        }
        folder.footing().require(); // The folder of this name may be another one by now.
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

    /** A checksum of the bytes before a spot, which shows that the checkpoint belongs to this log. */
    private static long anchor(Segment segment, long spot) throws IOException {
        long from = Math.max(0, Spot.offset(spot) - ANCHOR);
        CRC32C checksum = new CRC32C();
        checksum.update(segment.bytes(from, (int) (Spot.offset(spot) - from)));
        return checksum.getValue();
    }

    private static byte[] bytes(Start start) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
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
        return bytes.toByteArray();
    }

    /** The saved index, or an empty one if there is no usable checkpoint. */
    static LogIndex load(Disk disk) throws IOException {
        if (!disk.list().contains(FILE)) {
            return new LogIndex();
        }
        LogIndex index = new LogIndex();
        try (DiskFile file = disk.open(FILE)) {
            BlockInput blocks = new BlockInput(file, FORMAT);
            if (readStart(index, disk, ByteBuffer.wrap(blocks.next()))) {
                readStates(index, blocks);
                return index;
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.INFO, () -> "the checkpoint is ignored, the log is read instead: " + e);
        }
        for (Segment segment : index.segments().values()) {
            segment.close();
        }
        return new LogIndex();
    }

    /** Returns whether the checkpoint fits the segments in the folder. */
    private static boolean readStart(LogIndex index, Disk disk, ByteBuffer in) throws IOException {
        index.end = in.getLong();
        index.newest = in.getLong();
        index.newestRemoved = in.getLong();
        long anchor = in.getLong();
        List<Integer> numbers = LogScan.numbers(disk);
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            Segment segment = Segment.open(disk, in.getInt());
            index.segments().put(segment.number(), segment);
            if (segment.title().generation() != in.getInt() || segment.damaged || numbers.get(i) != segment.number()) {
                return false;
            }
            segment.total = in.getLong();
            segment.dead = in.getLong();
            segment.erased = in.getLong();
        }
        return anchor(index.segment(index.end), index.end) == anchor;
    }

    private static void readStates(LogIndex index, BlockInput blocks) throws IOException {
        for (byte[] block = blocks.next(); block.length > 0; block = blocks.next()) {
            index.states().add(new StateBlock(block));
        }
    }
}
