package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares an index, which may come from a checkpoint, with one that is made from the log alone. Writers are not held
 * up meanwhile; a state that they change is passed over.
 */
final class IndexInspection {
    private static final int PAGE = 256;

    private final LogFolder folder;
    private final Consumer<Discrepancy> found;
    private final LogIndex log = new LogIndex();

    private IndexInspection(LogFolder folder, Consumer<Discrepancy> found) {
        this.folder = folder;
        this.found = found;
    }

    static void run(LogFolder folder, Consumer<Discrepancy> found) throws IOException {
        new IndexInspection(folder, found).run();
    }

    private void run() throws IOException {
        log.generation = folder.notices().generation();
        long end = folder.ask(index -> index.end);
        try {
            new LogScan(folder.disk(), log).readTo(end);
            for (Map.Entry<StateId, IndexedState> state :
                    log.states().after(null).toList()) {
                compare(state.getKey(), state.getValue());
            }
            findUnknown(end);
        } finally {
            log.segments().close();
        }
    }

    private void compare(StateId id, IndexedState logged) throws IOException {
        String what = folder.look(index -> difference(index, id, logged));
        if (what != null) {
            found.accept(new Discrepancy(id, logged.revision, what));
        }
    }

    private static @Nullable String difference(LogIndex index, StateId id, IndexedState logged) {
        IndexedState indexed = index.state(id);
        if (indexed == null) {
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

    /** States that only the index has. Those that begin after the end of the log that was read are new. */
    private void findUnknown(long end) throws IOException {
        StateId last = null;
        List<Map.Entry<StateId, IndexedState>> page = page(last);
        while (!page.isEmpty()) {
            for (Map.Entry<StateId, IndexedState> state : page) {
                last = state.getKey();
                IndexedState indexed = state.getValue();
                boolean isNew = indexed.count() > 0 && indexed.spot(0) >= end;
                if (log.state(last) == null && !isNew) {
                    found.accept(new Discrepancy(last, indexed.revision, "only the index has it"));
                }
            }
            page = page(last);
        }
    }

    private List<Map.Entry<StateId, IndexedState>> page(@Nullable StateId after) throws IOException {
        return folder.look(index -> index.states().after(after).limit(PAGE).toList());
    }
}
