package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares an index, which may come from a checkpoint, with one that is made from the log alone. Writers are not held
 * up meanwhile; a state that they change is compared again.
 */
final class IndexInspection {
    private static final int PAGE = 256;
    private static final int ROUNDS = 1_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private final LogFolder folder;
    private final Consumer<Discrepancy> found;
    private final LogIndex log = new LogIndex();

    private IndexInspection(LogFolder folder, Consumer<Discrepancy> found) {
        this.folder = folder;
        this.found = found;
        this.log.generation = folder.notices().generation();
    }

    static void run(LogFolder folder, Consumer<Discrepancy> found) throws IOException {
        new IndexInspection(folder, found).run();
    }

    private void run() throws IOException {
        try {
            new LogScan(folder.disk(), log).readTo(folder.notices().end());
            for (StateId suspect : suspects()) {
                Discrepancy discrepancy = compareInTime(suspect);
                if (discrepancy != null) {
                    found.accept(discrepancy);
                }
            }
        } finally {
            log.segments().close();
        }
    }

    /**
     * Compares a state where index and log have the same segments. What another client has rewritten may lack what is
     * erased only further on, where the index has not been yet.
     */
    private @Nullable Discrepancy compareInTime(StateId suspect) throws IOException {
        Compared compared = folder.ask(index -> compare(index, suspect));
        for (int round = 0; round < ROUNDS && !compared.isCertain(); round++) {
            LockSupport.parkNanos(PAUSE_NANOS); // until the other client has told that it rewrote them
            compared = folder.ask(index -> compare(index, suspect));
        }
        return compared.discrepancy;
    }

    /** What a comparison gave, and whether both had the same segments. */
    private record Compared(@Nullable Discrepancy discrepancy, boolean inTime) {
        boolean isCertain() {
            return discrepancy == null || inTime;
        }
    }

    private static List<Segment.Title> titles(LogIndex of) {
        return of.segments().all().stream().map(Segment::title).toList();
    }

    /** Compares a state as of the end of the index: one that only changed since the log was read is the same there. */
    private Compared compare(LogIndex index, StateId suspect) throws IOException {
        new LogScan(folder.disk(), log).readTo(index.end);
        IndexedState logged = log.state(suspect);
        IndexedState known = logged == null ? index.state(suspect) : logged;
        String what = index.newest == log.newest ? difference(index, suspect, logged) : null;
        Discrepancy discrepancy = known == null || what == null ? null : new Discrepancy(suspect, known.revision, what);
        return new Compared(discrepancy, titles(index).equals(titles(log)));
    }

    /** The states in which log and index differ. */
    private Set<StateId> suspects() throws IOException {
        Set<StateId> suspects = new LinkedHashSet<>();
        Iterator<Map.Entry<StateId, IndexedState>> logged =
                log.states().after(null).iterator();
        while (logged.hasNext()) {
            Map.Entry<StateId, IndexedState> state = logged.next();
            if (folder.ask(index -> difference(index, state.getKey(), state.getValue())) != null) {
                suspects.add(state.getKey());
            }
        }
        addUnknown(suspects);
        return suspects;
    }

    private static @Nullable String difference(LogIndex index, StateId id, @Nullable IndexedState logged) {
        IndexedState indexed = index.state(id);
        if (logged == null) {
            return indexed == null ? null : "only the index has it";
        } else if (indexed == null) {
            return "the index does not have it";
        } else if (indexed.revision > logged.revision || indexed.baseRevision > logged.baseRevision) {
            return null; // It was changed meanwhile.
        }
        boolean same = indexed.revision == logged.revision
                && indexed.hash.equals(logged.hash)
                && Objects.equals(indexed.header, logged.header)
                && indexed.baseRevision == logged.baseRevision
                && indexed.count() == logged.count()
                && indexed.damaged() == logged.damaged();
        if (!same) {
            return "the index does not say what the log says";
        }
        StateHeader listed = LogIndex.listed(logged);
        return listed == null || index.states().isFoundBy(listed, id) ? null : "it is not found by its header";
    }

    /** Adds the states that only the index has. */
    private void addUnknown(Set<StateId> suspects) throws IOException {
        StateId last = null;
        List<StateId> page = page(last);
        while (!page.isEmpty()) {
            page.stream().filter(id -> log.state(id) == null).forEach(suspects::add);
            last = page.getLast();
            page = page(last);
        }
    }

    private List<StateId> page(@Nullable StateId after) throws IOException {
        return folder.look(index ->
                index.states().after(after).limit(PAGE).map(Map.Entry::getKey).toList());
    }
}
