package dev.holdfast.store.file;

import dev.holdfast.engine.local.HeaderKeys;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The index as of some spot of the log, so that opening need not read what comes before it. A cache: it may be deleted
 * at any time, and is ignored if it does not fit the segments, is damaged, or has another format.
 */
final class Checkpoint {
    static final String FILE = "checkpoint";

    private static final Logger LOGGER = System.getLogger(Checkpoint.class.getName());
    private static final int FORMAT = 0x48460005;
    private static final int ANCHOR = 4096;

    /** How many entries are taken at a time: so few that writers are not held up noticeably. */
    private static final int PART = 400;

    /** The most commits of a state whose entry is small. */
    private static final int LARGE_COMMITS = 250;

    private Checkpoint() {}

    /** The first block. Records read while the checkpoint is written may be folded in twice, which changes nothing. */
    private record Start(
            long end, long newest, long newestRemoved, long anchor, List<Segment.Title> titles, List<Long> totals) {}

    /**
     * What is noted last, when the last record was the one of a number.
     *
     * @param saved with {@code gained}, what owners held
     * @param unreachable what cannot be reached of segments. Since the states may say so already, it would not be
     *     found again from the records after the start
     */
    private record Held(
            SavedStates saved, Map<String, Holding> gained, long counted, List<SortedBlock.Entry> unreachable) {
        static Held of(LogIndex index) {
            StateTable states = index.states();
            List<SortedBlock.Entry> unreachable = index.segments().all().stream()
                    .map(SavedStates::unreachable)
                    .toList();
            return new Held(states.saved(), states.gained(), index.newest, unreachable);
        }

        NavigableMap<byte[], Holding> changed() {
            NavigableMap<byte[], Holding> sums = new TreeMap<>(HeaderKeys.ORDER);
            gained.forEach((owner, more) ->
                    sums.put(SavedStates.holding(owner), saved.held(owner).plus(more)));
            return sums;
        }
    }

    /**
     * Saves the index, and lets it go on with what was saved, so that memory holds only what changes from then on.
     * Writers and readers are not blocked meanwhile.
     */
    static void save(LogFolder folder) throws IOException {
        if (folder.ask(index -> !index.damages().isEmpty())) {
            return; // The next opening must read the log, so that it finds and reports the damage again.
        }
        Start start = folder.look(Checkpoint::start);
        String temporary = FILE + ".new";
        Held held;
        try (DiskFile file = folder.disk().create(temporary)) {
            SortedFileWriter writer = new SortedFileWriter(file, FORMAT, bytes(start));
            addStates(folder, writer);
            addKeys(folder, writer);
            // Last, so that whatever the states in the file do not say yet comes after the records counted here.
            held = folder.look(Held::of);
            addHoldings(held, writer);
            for (SortedBlock.Entry segment : held.unreachable()) {
                writer.add(segment);
            }
            writer.end(held.counted());
            file.force();
        }
        folder.footing().require(); // The folder of this name may be another one by now.
        folder.disk().rename(temporary, FILE);
        folder.disk().sync();
        goOn(folder, start, held);
    }

    /** Lets an index go on with a checkpoint of its own, unless it is no longer that of these segments. */
    private static void goOn(LogFolder folder, Start start, Held held) throws IOException {
        SortedFile file = open(folder.disk());
        folder.change(index -> {
            boolean fits = Arrays.equals(file.start(), bytes(start))
                    && index.damages().isEmpty()
                    && titles(index).containsAll(start.titles());
            if (!fits) {
                file.close();
                return index;
            }
            StateTable before = index.states();
            index.adopt(before.on(new SavedStates(file), start.newest(), held.gained()));
            before.close();
            return index;
        });
    }

    private static List<Segment.Title> titles(LogIndex index) {
        return index.segments().all().stream().map(Segment::title).toList();
    }

    private static SortedFile open(Disk disk) throws IOException {
        DiskFile file = disk.open(FILE);
        try {
            return new SortedFile(file, FORMAT);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The states with long logs, and then all others. */
    private static void addStates(LogFolder folder, SortedFileWriter writer) throws IOException {
        Set<StateId> large = new HashSet<>();
        StateId last = null;
        boolean more = true;
        while (more) {
            StateId after = last;
            List<StateId> ids = folder.look(
                    index -> part(index.states().changed(after).keySet().iterator()));
            for (SortedBlock.Entry entry : folder.look(index -> largeOnes(index, ids))) {
                writer.add(entry);
                large.add(HeaderKeys.id(entry.key()));
            }
            more = !ids.isEmpty();
            last = more ? ids.getLast() : last;
        }
        addOthers(folder, writer, large);
    }

    private static List<SortedBlock.Entry> largeOnes(LogIndex index, List<StateId> ids) {
        List<SortedBlock.Entry> entries = new ArrayList<>();
        for (StateId id : ids) {
            IndexedState state = index.state(id);
            if (state != null && state.count() > LARGE_COMMITS) {
                entries.add(StateBytes.entry(SavedStates.LARGE, id, state));
            }
        }
        return entries;
    }

    private static void addOthers(LogFolder folder, SortedFileWriter writer, Set<StateId> large) throws IOException {
        StateId last = null;
        boolean more = true;
        while (more) {
            StateId after = last;
            List<SortedBlock.Entry> part =
                    folder.look(index -> part(index.states().encoded(after)));
            for (SortedBlock.Entry entry : part) {
                last = HeaderKeys.id(entry.key());
                if (!large.contains(last)) {
                    writer.add(entry);
                }
            }
            more = !part.isEmpty();
        }
    }

    /** By what states are found. Those of states that change meanwhile are passed over when the file is used. */
    private static void addKeys(LogFolder folder, SortedFileWriter writer) throws IOException {
        byte[] last = {HeaderKeys.PRINCIPAL};
        boolean more = true;
        while (more) {
            byte[] after = Arrays.copyOf(last, last.length + 1); // The next possible key.
            List<byte[]> part = folder.look(index -> part(index.states().keysFrom(after)));
            for (byte[] key : part) {
                writer.add(new SortedBlock.Entry(key, new byte[0]));
                last = key;
            }
            more = !part.isEmpty();
        }
    }

    private static void addHoldings(Held held, SortedFileWriter writer) throws IOException {
        NavigableMap<byte[], Holding> changed = held.changed();
        Iterator<SortedBlock.Entry> others =
                held.saved().section(SavedStates.HOLDING, new byte[] {SavedStates.HOLDING});
        while (others.hasNext()) {
            SortedBlock.Entry entry = others.next();
            changed.putIfAbsent(entry.key(), SavedStates.readHolding(entry.value()));
        }
        for (Map.Entry<byte[], Holding> owner : changed.entrySet()) {
            if (!owner.getValue().equals(Holding.NONE)) {
                writer.add(new SortedBlock.Entry(owner.getKey(), SavedStates.bytes(owner.getValue())));
            }
        }
    }

    private static <T> List<T> part(Iterator<T> all) {
        List<T> part = new ArrayList<>(PART);
        while (part.size() < PART && all.hasNext()) {
            part.add(all.next());
        }
        return part;
    }

    private static Start start(LogIndex index) throws IOException {
        List<Segment.Title> titles = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        for (Segment segment : index.segments().all()) {
            titles.add(segment.title());
            totals.add(segment.total);
        }
        return new Start(
                index.end,
                index.newest,
                index.newestRemoved,
                anchor(index.segment(index.end), index.end),
                titles,
                totals);
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
            out.writeLong(start.totals().get(i));
        }
        return bytes.toByteArray();
    }

    /** The saved index, or an empty one if there is no usable checkpoint. */
    static LogIndex load(Disk disk) throws IOException {
        if (!disk.list().contains(FILE)) {
            return new LogIndex();
        }
        SortedFile saved = null;
        LogIndex index = null;
        try {
            saved = open(disk);
            index = new LogIndex(new SavedStates(saved));
            if (readStart(index, disk, ByteBuffer.wrap(saved.start()))) {
                return index;
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.INFO, () -> "the checkpoint is ignored, the log is read instead: " + e);
        }
        close(saved, index);
        return new LogIndex();
    }

    private static void close(@Nullable SortedFile saved, @Nullable LogIndex index) throws IOException {
        if (saved != null) {
            saved.close();
        }
        if (index != null) {
            index.segments().close();
        }
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
            index.segments().add(segment);
            if (segment.title().generation() != in.getInt() || segment.damaged || numbers.get(i) != segment.number()) {
                return false;
            }
            segment.total = in.getLong();
            index.states().saved().addUnreachable(segment);
        }
        return anchor(index.segment(index.end), index.end) == anchor;
    }
}
