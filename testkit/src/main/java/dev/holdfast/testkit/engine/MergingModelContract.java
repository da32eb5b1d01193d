package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.State;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.StoreFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random changes, forks and merges, compared with a model without common ancestors: for every key of every state it has
 * the set of all changes that led to it. One side is ahead of the other if it has all of the other's changes; if
 * neither is, they are in conflict.
 */
public interface MergingModelContract extends StoreFixture {
    /** Number of random steps per seed. */
    int MERGE_STEPS = 80;

    @TestFactory
    default Stream<DynamicTest> merges_doWhatAModelOfAllChangesSays() {
        return Seeds.tests(6, this::mergesLikeTheModel);
    }

    /** Between any two related states there may be more conflicts than in the model, but nothing is lost. */
    @TestFactory
    default Stream<DynamicTest> mergesOfAnyTwo_loseNothingThatAModelOfAllChangesKnows() {
        return Seeds.tests(6, this::mergesOfAnyTwo);
    }

    private void mergesLikeTheModel(long seed) {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            Family family = new Family(engine, elsewhere, new Random(seed), false);
            for (int step = 0; step < MERGE_STEPS; step++) {
                family.step();
            }
        }
    }

    private void mergesOfAnyTwo(long seed) {
        try (EngineUnderTest engine = new EngineUnderTest(this);
                EngineUnderTest elsewhere = engine.second()) {
            Family family = new Family(engine, elsewhere, new Random(seed), true);
            for (int step = 0; step < MERGE_STEPS; step++) {
                family.step();
            }
        }
    }

    /** A value, and the changes that led to it. */
    record Known(int value, Set<Integer> changes) {
        boolean holds(@Nullable Known other) {
            return other == null || changes.containsAll(other.changes);
        }

        Known and(Known other) {
            Set<Integer> all = new HashSet<>(changes);
            all.addAll(other.changes);
            return new Known(value, all);
        }
    }

    /** A state and its model. */
    record Member(State state, @Nullable Member parent, Map<String, Known> keys) {}

    /** States related by forks. */
    final class Family {
        private final EngineUnderTest engine;
        private final EngineUnderTest elsewhere;
        private final Random random;
        private final boolean anyTwo;
        private final List<Member> members = new ArrayList<>();
        private int changes;

        private Family(EngineUnderTest engine, EngineUnderTest elsewhere, Random random, boolean anyTwo) {
            this.engine = engine;
            this.elsewhere = elsewhere;
            this.random = random;
            this.anyTwo = anyTwo;
            members.add(new Member(engine.open(), null, new HashMap<>()));
        }

        private void step() {
            Member member = members.get(random.nextInt(members.size()));
            int dice = random.nextInt(10);
            Member other = anyTwo ? members.get(random.nextInt(members.size())) : member.parent();
            if (members.size() < 4 && dice == 0) {
                fork(member);
            } else if (dice < 6 || other == null || other.equals(member)) {
                change(member);
            } else if (random.nextBoolean()) {
                merge(member, other);
            } else {
                merge(other, member);
            }
            compare();
        }

        private void fork(Member source) {
            State fork = engine.fork(source.state());
            members.add(new Member(fork, source, new HashMap<>(source.keys())));
        }

        private void change(Member member) {
            set(member, "k" + random.nextInt(4));
        }

        /** Every change makes another value, so a value tells which changes are in it. */
        private void set(Member member, String key) {
            int change = ++changes;
            member.state().write(w -> w.set(key, change));
            Known made = new Known(change, Set.of(change));
            Known before = member.keys().get(key);
            member.keys().put(key, before == null ? made : made.and(before));
        }

        private void merge(Member into, Member from) {
            State state = elsewhere.states().state(into.state().handle().value());
            Set<String> conflicts = conflicts(into, from);
            Merge merge = Merge.from(from.state().handle());
            Set<String> told = conflictsTold(state, merge);
            if (anyTwo) {
                assertThat(told).containsAll(conflicts);
            } else {
                assertThat(told).isEqualTo(conflicts);
            }
            if (!told.isEmpty()) {
                assertThat(state.merge(merge.prefer(preferred())).resolved()).isEqualTo(told);
            }
            takeOver(into, from);
            told.forEach(key -> set(into, key));
        }

        private Merge.Prefer preferred() {
            return random.nextBoolean() ? Merge.Prefer.OURS : Merge.Prefer.THEIRS;
        }

        private void compare() {
            for (Member member : members) {
                JsonObject.Builder expected = JsonObject.builder();
                member.keys().forEach((key, known) -> expected.put(key, known.value()));
                assertThat(member.state().read().document()).isEqualTo(expected.build());
            }
        }

        private static Set<String> conflicts(Member into, Member from) {
            Set<String> conflicts = new TreeSet<>();
            from.keys().forEach((key, theirs) -> {
                Known ours = into.keys().get(key);
                if (ours != null && !ours.holds(theirs) && !theirs.holds(ours)) {
                    conflicts.add(key);
                }
            });
            return conflicts;
        }

        private static void takeOver(Member into, Member from) {
            from.keys()
                    .forEach((key, theirs) -> into.keys()
                            .merge(key, theirs, (ours, their) -> their.holds(ours) ? their : ours.and(their)));
        }

        private static Set<String> conflictsTold(State state, Merge merge) {
            try {
                state.merge(merge);
                return Set.of();
            } catch (HoldfastException e) {
                assertThat(e.failure().code()).isEqualTo(Failure.Code.CONFLICT);
                Json keys = e.failure().facts().get("keys");
                return keys instanceof JsonObject told ? new TreeSet<>(told.keys()) : Set.of();
            }
        }
    }
}
