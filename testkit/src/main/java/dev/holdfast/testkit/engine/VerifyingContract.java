package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Statistics;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.Samples;
import dev.holdfast.testkit.StoreFixture;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Verification: no findings on a sound store, and every damaged record reported with state and revision. */
public interface VerifyingContract extends StoreFixture {
    @Test
    default void soundStore_verifies() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State whole = worked(engine, Keep.EVERYTHING);
            State compacted = worked(engine, Keep.revisions(2));
            assertThat(compacted.compact()).isPositive();
            compacted.close("op");

            Verification verification = engine.holdfast().verify(Progress.NONE);

            assertThat(damagesOf(verification, whole, compacted)).isEmpty();
            assertThat(verification.states()).isGreaterThanOrEqualTo(2);
            assertThat(verification.commits()).isGreaterThanOrEqualTo(9);
            assertThat(verification.bytes()).isPositive();
        }
    }

    @Test
    default void damagedEvent_isNamedAndTheWalkGoesOn() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = worked(engine, Keep.EVERYTHING);
            State other = worked(engine, Keep.EVERYTHING);

            for (int at : new int[] {0, 40, 90}) {
                Verification found = verify(engine, state, page -> alter(page, 3, event -> flipped(event, at)));
                assertThat(damagesOf(found, state, other))
                        .extracting(Damage::state, Damage::revision)
                        .containsExactly(tuple(state.handle(), 3L));
            }
        }
    }

    @Test
    default void missingCommit_isNamed() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = worked(engine, Keep.EVERYTHING);

            Verification found = verify(
                    engine,
                    state,
                    page -> new CommitPage(
                            page.base(),
                            page.commits().stream()
                                    .filter(commit -> commit.revision() != 2)
                                    .toList(),
                            page.more()));

            assertThat(damagesOf(found, state)).extracting(Damage::revision).contains(2L);
        }
    }

    @Test
    default void damagedBase_isNamed() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = worked(engine, Keep.revisions(2));
            state.compact();

            Verification found = verify(engine, state, page -> {
                Base base = page.base();
                return base == null
                        ? page
                        : new CommitPage(
                                new Base(base.revision(), flipped(base.content(), 50), base.hash()),
                                page.commits(),
                                page.more());
            });

            assertThat(damagesOf(found, state)).extracting(Damage::revision).containsExactly(4L);
        }
    }

    @Test
    default void damagedSnapshot_isNamed() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = worked(engine, Keep.EVERYTHING);
            CommitLog log = open();
            Bytes hash = log.read(state.handle(), 2, 1, 1, Consistency.LINEARIZABLE)
                    .commits()
                    .getFirst()
                    .hash();
            LongLogContract.LossySnapshots snapshots = new LongLogContract.LossySnapshots();
            snapshots.put(state.handle(), new Snapshot(2, Samples.bytes(100), hash));
            try (Holdfast verifying = engine.observing(new ForwardingLog(log) {
                @Override
                public SnapshotStore snapshots() {
                    return snapshots;
                }
            })) {
                assertThat(damagesOf(verifying.verify(Progress.NONE), state))
                        .extracting(Damage::revision)
                        .containsExactly(2L);
            }
        }
    }

    @Test
    default void count_isOfWhatIsThere() {
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            State state = engine.open(StateSpec.named("large"));
            state.write(w -> w.set("text", Json.of("x".repeat(100_000))));

            Statistics counted = engine.holdfast().count(Progress.NONE);

            assertThat(counted.states()).isPositive();
            assertThat(counted.names()).isPositive();
            assertThat(counted.revisions()).isGreaterThanOrEqualTo(3);
            assertThat(counted.documentBytes()).isGreaterThan(100_000);
            assertThat(counted.largest()).extracting(Statistics.Large::state).contains(state.handle());
        }
    }

    private Verification verify(EngineUnderTest engine, State spoiled, UnaryOperator<CommitPage> spoil) {
        try (Holdfast verifying = engine.observing(new ForwardingLog(open()) {
            @Override
            public CommitPage read(StateId id, long from, int maxCommits, int maxBytes, Consistency consistency) {
                CommitPage page = super.read(id, from, maxCommits, maxBytes, consistency);
                return id.equals(spoiled.handle()) ? spoil.apply(page) : page;
            }
        })) {
            return verifying.verify(Progress.NONE);
        }
    }

    private static State worked(EngineUnderTest engine, Keep keep) {
        State state = engine.open(StateSpec.unnamed().keep(keep));
        state.write(w -> w.set("a", 1).commandId("op-1"));
        state.write(w -> w.increment("n", 1).note("why"));
        state.undo();
        state.write(w -> w.append("list", Json.of("x")));
        state.write(w -> w.delete("a"));
        return state;
    }

    private static List<Damage> damagesOf(Verification verification, State... states) {
        List<StateId> ids = Arrays.stream(states).map(State::handle).toList();
        return verification.damages().stream()
                .filter(damage -> ids.contains(damage.state()))
                .toList();
    }

    private static CommitPage alter(CommitPage page, long revision, UnaryOperator<Bytes> change) {
        List<Commit> commits = page.commits().stream()
                .map(commit -> commit.revision() == revision
                        ? new Commit(
                                revision, commit.command(), commit.at(), change.apply(commit.event()), commit.hash())
                        : commit)
                .toList();
        return new CommitPage(page.base(), commits, page.more());
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] content = bytes.toArray();
        content[at] ^= 1;
        return Bytes.wrap(content);
    }
}
