package dev.holdfast.testkit.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import dev.holdfast.testkit.EncryptedFixture;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever is changed in an encrypted store, or in its vault, is found and named. */
public interface TamperingContract extends EncryptedFixture {
    int EVENTS = 6;
    Principal OWNER = Principal.local("owner");

    @TestFactory
    default Stream<DynamicTest> alteredBit_isFound() {
        return Seeds.tests(6, seed -> {
            Random random = new Random(seed);
            StateId id = written(Keep.EVERYTHING);
            int place = random.nextInt(EVENTS);
            assertFound(
                    id,
                    place + 1,
                    page -> Altered.event(
                            page, place, event -> Altered.flipped(event, random.nextInt(event.length()))));
        });
    }

    @Test
    default void alteredBit_isFound_whereverItIsInAnEvent() {
        StateId id = written(Keep.EVERYTHING);
        try (CommitLog log = open()) {
            int length = commits(log, id).commits().get(2).event().length();
            int[] at = new int[1];
            try (Holdfast verifying =
                    observing(id, page -> Altered.event(page, 2, event -> Altered.flipped(event, at[0])))) {
                for (at[0] = 0; at[0] < length; at[0]++) {
                    assertThat(verifying.verify(Progress.NONE).damages())
                            .as("the bit flipped in byte " + at[0])
                            .isNotEmpty()
                            .allMatch(damage -> id.equals(damage.state()) && damage.revision() >= 3);
                }
            }
        }
    }

    @Test
    default void eventOfAnotherState_orRevision_isFound() {
        StateId id = written(Keep.EVERYTHING);
        StateId other = written(Keep.EVERYTHING);
        try (CommitLog log = open()) {
            Bytes foreign = commits(log, other).commits().get(3).event();
            Bytes older = commits(log, id).commits().get(1).event();
            assertFound(id, 4, page -> Altered.event(page, 3, event -> foreign));
            assertFound(id, 4, page -> Altered.event(page, 3, event -> older));
        }
    }

    /** Who writes to the store can make hashes as well as the engine. */
    @Test
    default void eventInClear_isFound_thoughItsHashIsRight() {
        StateId id = written(Keep.EVERYTHING);
        Bytes forged;
        try (CommitLog plain = MemoryLog.open();
                Holdfast holdfast = Holdfast.on(plain).open()) {
            StateId own = holdfast.as(OWNER).open(StateSpec.unnamed()).state().handle();
            forged = plain.read(own, 1, 1, 1 << 20, Consistency.LINEARIZABLE)
                    .commits()
                    .getFirst()
                    .event();
        }
        try (Holdfast verifying = observing(id, page -> Altered.event(page, 0, event -> forged))) {
            assertThat(verifying.verify(Progress.NONE).damages())
                    .anyMatch(damage -> damage.revision() == 1 && damage.what().contains("in clear"));
        }
    }

    @Test
    default void alteredBase_isFound_whereverItIs() {
        StateId id = written(Keep.revisions(1));
        try (CommitLog log = open()) {
            int length = base(commits(log, id)).content().length();
            int[] at = new int[1];
            try (Holdfast verifying = observing(
                    id,
                    page -> new CommitPage(
                            new Base(
                                    base(page).revision(),
                                    Altered.flipped(base(page).content(), at[0]),
                                    base(page).hash()),
                            page.commits(),
                            page.more()))) {
                for (at[0] = 0; at[0] < length; at[0] += 7) {
                    assertThat(verifying.verify(Progress.NONE).damages())
                            .as("the bit flipped in byte " + at[0])
                            .isNotEmpty()
                            .allMatch(damage -> id.equals(damage.state()));
                }
            }
        }
    }

    @Test
    default void keyOfAnotherState_orAnAlteredOne_orNone_isFound() {
        StateId id = written(Keep.EVERYTHING);
        StateId other = written(Keep.EVERYTHING);
        WrappedKey foreign;
        WrappedKey own;
        try (KeyVault vault = vault()) {
            foreign = vault.find(other).getFirst();
            own = vault.find(id).getFirst();
        }
        Bytes flipped = Altered.flipped(own.wrapped(), 30);
        assertNamed(id, "altered, or is that of another state", List.of(with(own, foreign.wrapped())));
        assertNamed(id, "altered, or is that of another state", List.of(with(own, flipped)));
        assertNamed(id, "its key is not in the vault", List.of());
    }

    private static WrappedKey with(WrappedKey key, Bytes wrapped) {
        return new WrappedKey(key.state(), key.id(), key.generation(), key.from(), wrapped);
    }

    private void assertNamed(StateId id, String why, List<WrappedKey> keys) {
        try (Holdfast holdfast = Holdfast.on(open())
                .encrypted(MASTER, new AlteredVault(vault(), id, keys))
                .open()) {
            assertThat(holdfast.verify(Progress.NONE).damages())
                    .isNotEmpty()
                    .allMatch(damage -> id.equals(damage.state()))
                    .anyMatch(damage -> damage.what().contains(why));
            State state = holdfast.as(OWNER).state(id.value());
            assertThatThrownBy(state::read).hasMessageContaining(why);
        }
    }

    private void assertFound(StateId id, long revision, UnaryOperator<CommitPage> change) {
        try (Holdfast holdfast = observing(id, change)) {
            assertThat(holdfast.verify(Progress.NONE).damages())
                    .isNotEmpty()
                    .allMatch(damage -> id.equals(damage.state()))
                    .extracting(Damage::revision)
                    .contains(revision);
        }
    }

    private Holdfast observing(StateId id, UnaryOperator<CommitPage> change) {
        return engine(new ForwardingLog(open()) {
                    @Override
                    public CommitPage read(StateId of, long from, int most, int bytes, Consistency consistency) {
                        CommitPage page = super.read(of, from, most, bytes, consistency);
                        return of.equals(id) ? change.apply(page) : page;
                    }
                })
                .timersByHand()
                .open();
    }

    private StateId written(Keep keep) {
        try (Holdfast holdfast = engine(open()).open()) {
            State state =
                    holdfast.as(OWNER).open(StateSpec.unnamed().keep(keep)).state();
            for (int i = 1; i < EVENTS; i++) {
                int number = i;
                state.write(w -> w.set("n", number).commandId("op-" + number));
            }
            state.compact();
            return state.handle();
        }
    }

    private static CommitPage commits(CommitLog log, StateId id) {
        CommitPage page = log.read(id, 1, 100, 1 << 20, Consistency.LINEARIZABLE);
        assertThat(page.commits())
                .allMatch(commit -> new String(commit.event().borrow(), StandardCharsets.UTF_8).contains("\"sealed\""));
        return page;
    }

    private static Base base(CommitPage page) {
        Base base = page.base();
        if (base == null) {
            throw new AssertionError("nothing was compacted");
        }
        return base;
    }

    /** A vault in which one state has other keys. */
    final class AlteredVault implements KeyVault {
        private final KeyVault vault;
        private final StateId id;
        private final List<WrappedKey> keys;

        AlteredVault(KeyVault vault, StateId id, List<WrappedKey> keys) {
            this.vault = vault;
            this.id = id;
            this.keys = keys;
        }

        @Override
        public Optional<VaultHead> head() {
            return vault.head();
        }

        @Override
        public boolean replaceHead(@Nullable VaultHead expected, VaultHead next) {
            return vault.replaceHead(expected, next);
        }

        @Override
        public List<WrappedKey> find(StateId state) {
            return state.equals(id) ? keys : vault.find(state);
        }

        @Override
        public void put(List<WrappedKey> added) {
            vault.put(added);
        }

        @Override
        public void destroy(StateId state) {
            vault.destroy(state);
        }

        @Override
        public void close() {
            vault.close();
        }
    }
}
