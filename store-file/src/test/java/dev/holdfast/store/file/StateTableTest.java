package dev.holdfast.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** States from a checkpoint's blocks, changed and unchanged, compared with a plain map of the expected ones. */
final class StateTableTest {
    private static final int SEEDS = 20;

    /** Number of commits of a log too long to be decoded on each look-up. */
    private static final int LONG = 1_000;

    @TestFactory
    Stream<DynamicTest> table_holdsTheBlocksAndWhatChangedSince() {
        return Seeds.tests(SEEDS, seed -> {
            Random random = new Random(seed);
            StateTable table = new StateTable();
            NavigableMap<StateId, Long> expected = fill(table, random);
            for (int change = 0; change < 200; change++) {
                StateId id = id(random);
                long revision = random.nextLong(1, 1_000);
                table.changeOrAdd(id).revision = revision;
                expected.put(id, revision);
            }
            assertThat(revisions(table, null)).isEqualTo(expected);
            for (int i = 0; i < 200; i++) {
                StateId id = id(random);
                assertThat(revision(table.find(id))).isEqualTo(expected.get(id));
                assertThat(revisions(table, id)).isEqualTo(expected.tailMap(id, false));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> block_holdsAllThatIsKnownOfAState() {
        return Seeds.tests(SEEDS, seed -> {
            Random random = new Random(seed);
            IndexedState state = state(random.nextLong(1, 1_000));
            state.header = random.nextInt(4) == 0 ? null : header(random);
            state.baseRevision = random.nextLong();
            state.baseSpot = random.nextLong();
            state.baseLength = random.nextInt();
            addCommits(state, random.nextInt(3));
            StateId id = id(random);
            assertThat(block(List.of(Map.entry(id, state))).find(id))
                    .usingRecursiveComparison()
                    .isEqualTo(state);
        });
    }

    @Test
    void stateWithALongLog_isDecodedOnce() {
        IndexedState state = state(1);
        addCommits(state, LONG);
        StateTable table = new StateTable();
        StateId id = new StateId("0001");
        table.add(block(List.of(Map.entry(id, state))));

        assertThat(table.find(id)).isSameAs(table.find(id)).isNotNull();
        assertThat(table.after(null).map(Map.Entry::getValue)).containsExactly(table.find(id));
    }

    private static void addCommits(IndexedState state, int count) {
        for (int i = 0; i < count; i++) {
            state.add(i, 1, i);
        }
    }

    /** Blocks of all lengths. */
    private static NavigableMap<StateId, Long> fill(StateTable table, Random random) {
        NavigableMap<StateId, Long> revisions = new TreeMap<>();
        NavigableMap<StateId, IndexedState> states = new TreeMap<>();
        for (int i = random.nextInt(500); i > 0; i--) {
            StateId id = id(random);
            revisions.put(id, (long) i);
            states.put(id, state(i));
            addCommits(states.get(id), random.nextInt(10) == 0 ? LONG : random.nextInt(3));
        }
        List<Map.Entry<StateId, IndexedState>> left = new ArrayList<>(states.entrySet());
        while (!left.isEmpty()) {
            List<Map.Entry<StateId, IndexedState>> some = left.subList(0, random.nextInt(left.size()) + 1);
            table.add(block(some));
            some.clear();
        }
        return revisions;
    }

    private static StateBlock block(List<Map.Entry<StateId, IndexedState>> states) {
        try {
            return new StateBlock(StateBlock.of(states).content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IndexedState state(long revision) {
        IndexedState state = new IndexedState(Samples.bytes(32));
        state.revision = revision;
        return state;
    }

    private static StateHeader header(Random random) {
        return new StateHeader(
                "owner\u00e9" + random.nextInt(),
                random.nextBoolean() ? null : "",
                random.nextBoolean() ? Map.of() : Map.of("a", "", "b", "\ud83d\ude00"),
                random.nextBoolean() ? Set.of() : Set.of("one", "two", "three"),
                any(random, Lifetime.values()),
                random.nextBoolean() ? null : Instant.MAX,
                random.nextBoolean() ? null : Instant.MIN,
                any(random, Phase.values()),
                random.nextLong(),
                Samples.at(random.nextInt()));
    }

    private static <T> T any(Random random, T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }

    /** A random id out of few, so that ids repeat; the smallest possible id is among them. */
    private static StateId id(Random random) {
        return new StateId("%04d".formatted(random.nextInt(1_000)));
    }

    private static NavigableMap<StateId, Long> revisions(StateTable table, @Nullable StateId after) {
        List<Map.Entry<StateId, IndexedState>> states = table.after(after).toList();
        assertThat(states).extracting(Map.Entry::getKey).isSorted().doesNotHaveDuplicates();
        NavigableMap<StateId, Long> revisions = new TreeMap<>();
        states.forEach(state -> revisions.put(state.getKey(), state.getValue().revision));
        return revisions;
    }

    private static @Nullable Long revision(@Nullable IndexedState state) {
        return state == null ? null : state.revision;
    }
}
