package dev.holdfast.store.file;

import dev.holdfast.engine.local.HeaderIndex;
import dev.holdfast.engine.local.HeaderKeys;
import dev.holdfast.engine.local.Holdings;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The states of an index. Those of a checkpoint stay in its file until they change, and what is found by their headers
 * is found there too; the others are in memory and take precedence. Guarded like the index.
 */
final class StateTable implements AutoCloseable {
    private final SavedStates saved;

    /** States that take precedence over the saved ones. */
    private final NavigableMap<StateId, IndexedState> changed;

    /** How these are found by their headers. */
    private final HeaderIndex headers = new HeaderIndex();

    /** What owners have gained since the checkpoint was made. */
    private final Holdings gained = new Holdings();

    StateTable(SavedStates saved) {
        this(saved, saved.large());
    }

    private StateTable(SavedStates saved, NavigableMap<StateId, IndexedState> changed) {
        this.saved = saved;
        this.changed = changed;
        changed.forEach((id, state) -> headers.change(id, null, LogIndex.listed(state)));
    }

    /**
     * A table of the same states on another checkpoint.
     *
     * @param since what no later record has changed is in the checkpoint
     * @param counted what the holdings of the checkpoint count of what owners have gained
     */
    StateTable on(SavedStates checkpoint, long since, Map<String, Holding> counted) {
        Set<StateId> large = checkpoint.large().keySet();
        NavigableMap<StateId, IndexedState> newer = new TreeMap<>();
        changed.forEach((id, state) -> {
            if (state.changedBy > since || large.contains(id)) {
                newer.put(id, state);
            }
        });
        StateTable table = new StateTable(checkpoint, newer);
        gained.all().forEach(table.gained::add);
        counted.forEach((owner, more) -> table.gained.add(owner, Holding.NONE.minus(more)));
        return table;
    }

    SavedStates saved() {
        return saved;
    }

    /** Whether a state is in memory, so that finding it needs no file. */
    boolean isInMemory(StateId id) {
        return saved.isEmpty() || changed.containsKey(id);
    }

    /** The entry of a state, for reading only; null if there is none. */
    @Nullable IndexedState find(StateId id) {
        IndexedState state = changed.get(id);
        return state == null ? saved.find(id) : state;
    }

    /** The entry of a state, for changing; null if there is none. Its header is changed by {@link #header} only. */
    @Nullable IndexedState change(StateId id) {
        IndexedState state = changed.get(id);
        if (state == null) {
            state = saved.find(id);
            if (state != null) {
                add(id, state);
            }
        }
        return state;
    }

    /** The entry of a state, for changing; added if there is none. */
    IndexedState changeOrAdd(StateId id) {
        IndexedState state = change(id);
        if (state == null) {
            state = new IndexedState(Lines.NO_BYTES);
            changed.put(id, state);
        }
        return state;
    }

    private void add(StateId id, IndexedState state) {
        changed.put(id, state);
        headers.change(id, null, LogIndex.listed(state));
    }

    /**
     * Changes the header of a state.
     *
     * @param counts whether the holdings do not count the change already
     */
    void header(StateId id, IndexedState state, @Nullable StateHeader header, boolean counts) {
        StateHeader before = LogIndex.listed(state);
        state.header = header;
        StateHeader after = LogIndex.listed(state);
        headers.change(id, before, after);
        if (counts) {
            gained.change(before, after);
        }
    }

    Holding held(String owner) {
        return saved.held(owner).plus(gained.of(owner));
    }

    /** What owners have gained since the checkpoint was made; a copy. */
    Map<String, Holding> gained() {
        return new HashMap<>(gained.all());
    }

    /** The keys by which states are found, from a given one on. */
    Iterator<byte[]> keysFrom(byte[] key) {
        Iterator<byte[]> unchanged = stream(saved.section(HeaderKeys.LAST, key))
                .map(SortedBlock.Entry::key)
                .filter(found -> !changed.containsKey(HeaderKeys.id(found)))
                .iterator();
        return new Interleaved<>(
                HeaderKeys.ORDER, unchanged, headers.from(key, true).iterator());
    }

    /** Whether a state is found by all that its header says. */
    boolean isFoundBy(StateHeader header, StateId id) {
        for (byte[] key : HeaderKeys.of(id, header)) {
            Iterator<byte[]> found = keysFrom(key);
            if (!found.hasNext() || !Arrays.equals(key, found.next())) {
                return false;
            }
        }
        return true;
    }

    /** The ids after a given one, or all if it is null, ascending. */
    Iterator<StateId> ids(@Nullable StateId after) {
        Iterator<StateId> unchanged =
                unchanged(after).map(entry -> HeaderKeys.id(entry.key())).iterator();
        return new Interleaved<>(
                StateId::compareTo, unchanged, changed(after).keySet().iterator());
    }

    /** The states after a given one, or all if it is null, ascending by id, for reading only. */
    Stream<Map.Entry<StateId, IndexedState>> after(@Nullable StateId last) {
        return stream(ids(last)).map(id -> Map.entry(id, Objects.requireNonNull(find(id))));
    }

    /** The entries of a checkpoint for the states after a given one, or for all if it is null. */
    Iterator<SortedBlock.Entry> encoded(@Nullable StateId after) {
        // Not the stream of the map, which first counts its part, and so goes through it.
        Iterator<SortedBlock.Entry> newer = stream(changed(after).entrySet().iterator())
                .map(state -> StateBytes.entry(SavedStates.STATE, state.getKey(), state.getValue()))
                .iterator();
        return new Interleaved<>(
                (one, other) -> HeaderKeys.ORDER.compare(one.key(), other.key()),
                unchanged(after).iterator(),
                newer);
    }

    /** The states in memory after a given one, or all if it is null. */
    NavigableMap<StateId, IndexedState> changed(@Nullable StateId after) {
        return after == null ? changed : changed.tailMap(after, false);
    }

    private Stream<SortedBlock.Entry> unchanged(@Nullable StateId after) {
        byte[] from = after == null ? new byte[] {SavedStates.STATE} : SavedStates.key(SavedStates.STATE, after);
        return stream(saved.section(SavedStates.STATE, from)).filter(entry -> {
            StateId id = HeaderKeys.id(entry.key());
            return !id.equals(after) && !changed.containsKey(id);
        });
    }

    private static <T> Stream<T> stream(Iterator<T> elements) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(elements, Spliterator.NONNULL), false);
    }

    @Override
    public void close() throws IOException {
        saved.close();
    }
}
