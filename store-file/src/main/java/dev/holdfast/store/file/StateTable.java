package dev.holdfast.store.file;

import dev.holdfast.engine.spi.StateId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The states of an index. Those from a checkpoint stay encoded in its blocks until they change, unless their logs are
 * long: so a million states are available as soon as the file is read, and take half the memory. Guarded like the
 * index.
 */
final class StateTable {
    /** No id is smaller. */
    private static final StateId SMALLEST = new StateId("0000");

    /** Keyed by the smallest id of each block; the first block, which is empty, covers all smaller ids. */
    private final NavigableMap<StateId, StateBlock> blocks = new TreeMap<>(Map.of(SMALLEST, StateBlock.EMPTY));

    /** Entries that take precedence over those in the blocks. */
    private final NavigableMap<StateId, IndexedState> decoded = new TreeMap<>();

    /** Adds a block whose ids are greater than all present ones. */
    void add(StateBlock block) {
        blocks.put(block.first(), block);
        decoded.putAll(block.large());
    }

    /** The entry of a state, for reading only; null if there is none. */
    @Nullable IndexedState find(StateId id) {
        IndexedState state = decoded.get(id);
        return state == null ? blocks.floorEntry(id).getValue().find(id) : state;
    }

    /** The entry of a state, for changing; null if there is none. */
    @Nullable IndexedState change(StateId id) {
        IndexedState state = find(id);
        if (state != null) {
            decoded.putIfAbsent(id, state);
        }
        return state;
    }

    /** The entry of a state, for changing; added if there is none. */
    IndexedState changeOrAdd(StateId id) {
        IndexedState state = change(id);
        return state == null ? decoded.computeIfAbsent(id, absent -> new IndexedState(Lines.NO_BYTES)) : state;
    }

    /** The states after a given one, or all if it is null, ascending by id, for reading only. */
    Stream<Map.Entry<StateId, IndexedState>> after(@Nullable StateId last) {
        StateId from = last == null ? SMALLEST : blocks.floorKey(last);
        return uncounted(blocks.tailMap(from, true))
                .flatMap(block -> uncounted(range(block.getKey(), block.getValue(), last)));
    }

    /**
     * A part of a map as a stream. The map's own stream first counts the part, which takes as long as iterating over
     * it.
     */
    private static <T> Stream<Map.Entry<StateId, T>> uncounted(NavigableMap<StateId, T> part) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(part.entrySet().iterator(), Spliterator.NONNULL), false);
    }

    /** The states after {@code last} that are in a block, or new with an id in its range. */
    private NavigableMap<StateId, IndexedState> range(StateId first, StateBlock block, @Nullable StateId last) {
        boolean within = last != null && last.compareTo(first) >= 0;
        StateId from = within ? last : first;
        StateId next = blocks.higherKey(first);
        NavigableMap<StateId, IndexedState> newer = decoded.tailMap(from, !within);
        newer = next == null ? newer : newer.headMap(next, false);
        if (block.isEmpty()) {
            return newer;
        }
        NavigableMap<StateId, IndexedState> all = block.small().tailMap(from, !within);
        all.putAll(newer);
        return all;
    }
}
