package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.custody.SecretStates.assertNoSecretIn;
import static dev.holdfast.testkit.custody.SecretStates.workedInEveryWay;
import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What encryption at rest promises of a store and its vault. */
public interface EncryptionContract extends LateEncryptionContract, SealedNamesContract {
    /** The master key after a change. */
    MasterKey NEXT = MasterKeys.parse("00".repeat(31) + "02");

    @Test
    default void nothingSecret_isStoredInClear() {
        try (Holdfast holdfast = encrypted()) {
            State state = workedInEveryWay(holdfast);
            assertThat(state.read().document().toString()).contains(SECRET);
        }

        assertNoSecretIn(everythingStored());
        try (Holdfast holdfast = encrypted();
                CommitLog log = open()) {
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            List<StateId> states = log.list(0, HeaderFilter.ALL, null, 100).states().stream()
                    .map(StatePage.Listed::id)
                    .toList();
            assertThat(log.snapshots().equals(SnapshotStore.NONE)
                            || states.stream()
                                    .anyMatch(id -> log.snapshots().find(id).isPresent()))
                    .isTrue();
            assertThat(states)
                    .anyMatch(id ->
                            log.read(id, 1, 1, 1, Consistency.LINEARIZABLE).base() != null);
        }
    }

    @Test
    default void failures_neverTellWhatIsEncrypted() {
        try (Holdfast holdfast = encrypted()) {
            State state = workedInEveryWay(holdfast);
            HoldfastException conflict = catchThrowableOfType(
                    HoldfastException.class,
                    () -> state.write(w -> w.set("n", 1).ifRevision(1)));
            assertThat(conflict.failure().toString()).doesNotContain("note" + SECRET);
            try (Holdfast damaged = observingDamage(state.handle())) {
                assertThatThrownBy(() ->
                                damaged.as(OWNER).state(state.handle().value()).read())
                        .hasMessageNotContaining(SECRET)
                        .hasMessageContaining("cannot be decrypted");
                Verification found = damaged.verify(Progress.NONE);
                assertThat(found.damages().toString()).doesNotContain(SECRET);
                assertThat(found.damages()).extracting(Damage::state).contains(state.handle());
            }
        }
    }

    private Holdfast observingDamage(StateId id) {
        return engine(new ForwardingLog(open()) {
                    @Override
                    public CommitPage read(StateId of, long from, int most, int bytes, Consistency consistency) {
                        CommitPage page = super.read(of, from, most, bytes, consistency);
                        return of.equals(id)
                                ? Altered.event(
                                        page,
                                        -1,
                                        event -> Altered.flipped(event, Altered.behind(event, "sealed\":\"") + 40))
                                : page;
                    }
                })
                .open();
    }

    @Test
    default void erasedState_cannotBeReadFromACopyOfTheStore() {
        try (Holdfast holdfast = encrypted();
                CommitLog log = open()) {
            State state = holdfast.as(OWNER).open(StateSpec.unnamed()).state();
            state.write(w -> w.set("a", SECRET));
            State kept = holdfast.as(OWNER).open(StateSpec.unnamed()).state();
            CommitPage copy = log.read(state.handle(), 1, 100, 1 << 20, Consistency.LINEARIZABLE);

            state.erase("op-erase");

            try (Holdfast restored = engine(new ForwardingLog(open()) {
                        @Override
                        public CommitPage read(StateId of, long from, int most, int bytes, Consistency consistency) {
                            return of.equals(state.handle()) ? copy : super.read(of, from, most, bytes, consistency);
                        }

                        @Override
                        public Head head(StateId of, Consistency consistency) {
                            return of.equals(state.handle())
                                    ? new Head.Live(2, copy.commits().getLast().hash())
                                    : super.head(of, consistency);
                        }
                    })
                    .open()) {
                State of = restored.as(OWNER).state(state.handle().value());
                assertThatThrownBy(of::read).hasMessageContaining("its key is not in the vault");
                assertThat(restored.as(OWNER)
                                .state(kept.handle().value())
                                .read()
                                .revision())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    default void erasureThatWasCutShort_isFinished() {
        StateId id;
        AtomicBoolean dead = new AtomicBoolean();
        try (Holdfast holdfast = engine(new ForwardingLog(open()) {
                    @Override
                    public boolean tombstone(StateId of, long expected) {
                        if (dead.get()) {
                            throw StoreUnavailableException.unusable("the process died here");
                        }
                        return super.tombstone(of, expected);
                    }
                })
                .timersByHand()
                .open()) {
            State state = holdfast.as(OWNER).open(StateSpec.unnamed()).state();
            state.write(w -> w.set("a", SECRET));
            id = state.handle();
            dead.set(true);
            failure(Code.UNAVAILABLE, () -> state.erase("op-erase"));
        }
        try (Holdfast holdfast = encrypted();
                CommitLog log = open()) {
            failure(Code.NOT_FOUND, () -> holdfast.as(OWNER).state(id.value()).read());
            assertThat(log.head(id, Consistency.LINEARIZABLE)).isInstanceOf(Head.Deleted.class);
        }
    }

    @Test
    default void storeIsOpened_onlyWithItsMasterKeyAndItsVault() {
        try (Holdfast holdfast = encrypted()) {
            holdfast.as(OWNER).open(StateSpec.unnamed());
        }
        assertThatThrownBy(() -> Holdfast.on(open()).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the store is encrypted; give the master key");
        assertThatThrownBy(() -> Holdfast.on(open()).encrypted(NEXT, vault()).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("belongs to the master key " + MASTER.id());
        assertThatThrownBy(() -> Holdfast.on(open())
                        .encrypted(MASTER, MemoryVault.open())
                        .open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Put the right one back");
    }

    @Test
    default void keysAndMasterKey_areRenewedWhileOthersWrite() {
        try (Holdfast one = encrypted();
                Holdfast other = encrypted()) {
            AtomicBoolean done = new AtomicBoolean();
            Crowd.run(3, n -> {
                State state = (n == 0 ? one : other)
                        .as(OWNER)
                        .open(StateSpec.unnamed())
                        .state();
                long written = 0;
                try {
                    while (n < 2 ? !done.get() : written < 5) {
                        if (n == 2) {
                            one.keys().renew();
                            other.keys().changeMasterKey(written % 2 == 0 ? NEXT : MASTER);
                        }
                        state.write(w -> w.increment("n", 1));
                        written++;
                    }
                } finally {
                    done.set(true);
                }
                assertThat(state.read().revision()).isEqualTo(written + 1);
                return written;
            });
        }
        assertThatThrownBy(() -> encrypted().close()).isInstanceOf(StoreUnavailableException.class);
        try (Holdfast holdfast = Holdfast.on(open()).encrypted(NEXT, vault()).open()) {
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            holdfast.keys().changeMasterKey(MASTER);
        }
    }

    @Test
    default void rotationsOfSeveralAtOnce_leaveOneMasterKey() {
        try (Holdfast holdfast = encrypted()) {
            holdfast.as(OWNER).open(StateSpec.named("kept")).state().write(w -> w.set("a", SECRET));
            Crowd.run(6, n -> {
                holdfast.keys().changeMasterKey(n % 2 == 0 ? NEXT : MASTER);
                holdfast.keys().renew();
                return n;
            });
            holdfast.keys().changeMasterKey(MASTER);
        }
        try (Holdfast holdfast = encrypted()) {
            State kept = holdfast.as(OWNER).open(StateSpec.named("kept")).state();
            assertThat(kept.read().document().string("a")).isEqualTo(SECRET);
        }
    }
}
