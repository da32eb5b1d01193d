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
 * The states of an index. Those that a checkpoint told of stay in its blocks until they change, unless their logs are
 * long: so a million of them are known as soon as they are read from the file, and take half the memory. Guarded like
 * the index.
 */
final class StateTable {
    /** No id comes before it. */
    private static final StateId SMALLEST = new StateId("0000");

    /** By the smallest id of each; the first one is for all that come before. */
    private final NavigableMap<StateId, StateBlock> blocks = new TreeMap<>(Map.of(SMALLEST, StateBlock.EMPTY));

    /** Takes precedence over what the blocks say. */
    private final NavigableMap<StateId, IndexedState> decoded = new TreeMap<>();

    /** Adds states that follow all that are there. */
    void add(StateBlock block) {
        blocks.put(block.first(), block);
        decoded.putAll(block.large());
    }

    /** What is known of a state, to be looked at; null if there is none. */
    @Nullable IndexedState find(StateId id) {
        IndexedState state = decoded.get(id);
        return state == null ? blocks.floorEntry(id).getValue().find(id) : state;
    }

    /** What is known of a state, to be changed; null if there is none. */
    @Nullable IndexedState change(StateId id) {
        IndexedState state = find(id);
        if (state != null) {
            decoded.putIfAbsent(id, state);
        }
        return state;
    }

    /** What is known of a state, to be changed; nothing yet if there is none. */
    IndexedState changeOrAdd(StateId id) {
        IndexedState state = change(id);
        return state == null ? decoded.computeIfAbsent(id, absent -> new IndexedState(Lines.NO_BYTES)) : state;
    }

    /** The states that follow one, or all if it is null, ascending by id, to be looked at. */
    Stream<Map.Entry<StateId, IndexedState>> after(@Nullable StateId last) {
        StateId from = last == null ? SMALLEST : blocks.floorKey(last);
        return uncounted(blocks.tailMap(from, true))
                .flatMap(block -> uncounted(range(block.getKey(), block.getValue(), last)));
    }

    /**
     * A part of a map as a stream. The map's own begins by counting the part, which takes as long as going through it.
     */
    private static <T> Stream<Map.Entry<StateId, T>> uncounted(NavigableMap<StateId, T> part) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(part.entrySet().iterator(), Spliterator.NONNULL), false);
    }

    /** The states of a block, or that would be if they were not new, and after a last one. */
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
