package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.Damage;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.QuestionSpec;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.custody.SealedHistory;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.Base;
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
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.EncryptedFixture;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.SingleQuoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What encryption at rest promises of a store and its vault. */
public interface EncryptionContract extends EncryptedFixture {
    Principal OWNER = Principal.local("owner");
    MasterKey NEXT = MasterKeys.parse("00".repeat(31) + "02");

    /** A word that no other test uses, and that stands in everything secret. */
    String SECRET = "Secret" + UUID.randomUUID().toString().replace("-", "");

    /** All files in a folder. */
    static List<byte[]> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<byte[]> all = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(Files.readAllBytes(file));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that the store keeps, and its vault: by default what can be read through its contract. */
    default List<byte[]> everythingStored() {
        List<byte[]> all = new ArrayList<>();
        try (CommitLog log = open()) {
            StatePage page = log.list(0, HeaderFilter.ALL, null, 10_000);
            for (StatePage.Listed state : page.states()) {
                CommitPage commits = log.read(state.id(), 1, 10_000, 1 << 30, Consistency.LINEARIZABLE);
                commits.commits().forEach(commit -> all.add(commit.event().borrow()));
                if (commits.base() != null) {
                    all.add(commits.base().content().borrow());
                }
                log.snapshots()
                        .find(state.id())
                        .ifPresent(snapshot -> all.add(snapshot.content().borrow()));
            }
        }
        return all;
    }

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

    private static void assertNoSecretIn(List<byte[]> stored) {
        assertThat(stored).isNotEmpty();
        for (byte[] bytes : stored) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(text.contains(SECRET))
                    .as("the secret is stored in clear")
                    .isFalse();
            assertThat(text.contains("\"args\""))
                    .as("a digest of arguments is stored in clear")
                    .isFalse();
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
    default void storeThatWasInClear_isReadableOnAndEncryptedFromThenOn() {
        StateId id;
        long before;
        try (Holdfast plain = Holdfast.on(open()).open()) {
            State state = plain.as(OWNER).open(StateSpec.named("old")).state();
            state.write(w -> w.set("a", 1).commandId("op-1"));
            state.write(w -> w.set("a", 2));
            id = state.handle();
            before = state.read().revision();
        }
        try (Holdfast holdfast = encrypted()) {
            State state = holdfast.as(OWNER).open(StateSpec.named("old")).state();
            assertThat(state.handle()).isEqualTo(id);
            assertThat(state.write(w -> w.set("a", 1).commandId("op-1")).replayed())
                    .isTrue();
            state.write(w -> w.set("b", SECRET).commandId("op-2"));
            state.undo(Undo.last(2));
            state.write(w -> w.set("b", SECRET));
        }
        assertThat(everythingStored()).noneMatch(bytes -> contains(bytes, SECRET));
        try (Holdfast holdfast = encrypted();
                CommitLog log = open()) {
            State state = holdfast.as(OWNER).state(id.value());
            assertThat(state.read().document().string("b")).isEqualTo(SECRET);
            assertThat(state.at(2).document().toString()).isEqualTo("{\"a\":1}");
            Written replayed = state.write(w -> w.set("b", SECRET).commandId("op-2"));
            assertThat(replayed.replayed()).isTrue();
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            CommitPage page = log.read(id, 1, 100, 1 << 20, Consistency.LINEARIZABLE);
            assertThat(page.commits())
                    .allSatisfy(commit -> assertThat(contains(commit.event().borrow(), "\"sealed\":"))
                            .isEqualTo(commit.revision() > before));
        }
        assertThatThrownBy(() -> Holdfast.on(open()).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the store is encrypted");
    }

    @Test
    default void whatWasInClear_isSealedWhenAsked_stateByState() {
        List<StateId> ids = new ArrayList<>();
        try (Holdfast plain = Holdfast.on(open()).open()) {
            State events = workedInEveryWay(plain);
            State base = plain.as(OWNER)
                    .open(StateSpec.named("based").keep(Keep.age(Duration.ofDays(1))))
                    .state();
            base.write(w -> w.set("a", SECRET).commandId("op-based"));
            base.write(w -> w.set("b", SECRET));
            ids.add(events.handle());
            ids.add(base.handle());
        }
        compactDaysLater(ids.getLast());
        assertThat(everythingStored()).anyMatch(bytes -> contains(bytes, SECRET));
        JsonObject before;
        try (Holdfast holdfast = encrypted()) {
            before = holdfast.as(OWNER).state(ids.getFirst().value()).read().document();
            SealedHistory sealed = holdfast.keys().sealHistory(Progress.NONE);
            assertThat(sealed.states()).isPositive();
            assertThat(sealed.left()).isZero();
            assertNoSecretIn(everythingStored());
            assertThat(holdfast.keys().sealHistory(Progress.NONE)).isEqualTo(new SealedHistory(0, 0, 0));
        }
        assertNoSecretIn(everythingStored());
        try (Holdfast holdfast = encrypted()) {
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            State events = holdfast.as(OWNER).state(ids.getFirst().value());
            State base = holdfast.as(OWNER).state(ids.getLast().value());
            assertThat(events.read().document()).isEqualTo(before);
            failure(Code.COMPACTED, () -> events.at(1));
            assertThat(base.read().document().string("b")).isEqualTo(SECRET);
            assertThat(base.write(w -> w.set("a", SECRET).commandId("op-based")).replayed())
                    .isTrue();
        }
    }

    @Test
    default void sealingOfWhatWasInClear_thatIsCutShort_goesOn() {
        List<StateId> ids = new ArrayList<>();
        try (Holdfast plain = Holdfast.on(open()).open()) {
            for (int i = 0; i < 6; i++) {
                State state = plain.as(OWNER)
                        .open(StateSpec.unnamed().data(JsonObject.of("a", Json.of(SECRET))))
                        .state();
                state.write(w -> w.set("b", SECRET));
                ids.add(state.handle());
            }
        }
        AtomicInteger truncated = new AtomicInteger();
        try (Holdfast dying = engine(new ForwardingLog(open()) {
                    @Override
                    public void truncate(StateId id, long upTo, Base base) {
                        if (truncated.getAndIncrement() == 3) {
                            throw StoreUnavailableException.unusable("the process died here");
                        }
                        super.truncate(id, upTo, base);
                    }
                })
                .open()) {
            assertThatThrownBy(() -> dying.keys().sealHistory(Progress.NONE))
                    .isInstanceOf(StoreUnavailableException.class);
        }
        try (Holdfast holdfast = encrypted()) {
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            assertThat(holdfast.keys().sealHistory(Progress.NONE).states()).isEqualTo(3);
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
            for (StateId id : ids) {
                assertThat(holdfast.as(OWNER)
                                .state(id.value())
                                .read()
                                .document()
                                .string("b"))
                        .isEqualTo(SECRET);
            }
        }
        assertNoSecretIn(everythingStored());
    }

    /** So that nothing is left of a state but a base of its newest revision. */
    private void compactDaysLater(StateId id) {
        Instant later = Instant.now().plus(Duration.ofDays(2));
        try (Holdfast plain =
                Holdfast.on(open()).clock(() -> later).timersByHand().open()) {
            assertThat(plain.as(OWNER).state(id.value()).compact()).isEqualTo(3);
        }
    }

    @Test
    default void namesAndLabels_areSealedOnRequest_andStillFound() {
        try (Holdfast holdfast = engine(open()).sealedNames().open()) {
            States states = holdfast.as(OWNER);
            for (String name : List.of("/plan", "/plan/b", "/other", "")) {
                State state = states.open(StateSpec.named("n" + SECRET + name)
                                .labels(Map.of("l" + SECRET, "v" + SECRET, "which", name)))
                        .state();
                state.write(w -> w.set("a", 1));
            }
            states.open(StateSpec.unnamed());
        }
        assertNoSecretIn(everythingStored());
        try (Holdfast holdfast = encrypted()) {
            States states = holdfast.as(OWNER);
            assertThat(names(states, ListQuery.ALL))
                    .containsExactlyInAnyOrder(
                            "n" + SECRET + "/plan",
                            "n" + SECRET + "/plan/b",
                            "n" + SECRET + "/other",
                            "n" + SECRET,
                            "");
            assertThat(names(states, named("n" + SECRET + "/pl")))
                    .containsExactlyInAnyOrder("n" + SECRET + "/plan", "n" + SECRET + "/plan/b");
            assertThat(names(states, named("n" + SECRET + "/plan/"))).containsExactly("n" + SECRET + "/plan/b");
            assertThat(names(states, labelled(Map.of("which", "/other", "l" + SECRET, "v" + SECRET))))
                    .containsExactly("n" + SECRET + "/other");
            assertThat(names(states, labelled(Map.of("which", "no such")))).isEmpty();
            assertThat(states.open(StateSpec.named("n" + SECRET)).created()).isFalse();
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @Test
    default void namesAreSealed_inANewStoreAlone() {
        try (Holdfast holdfast = encrypted()) {
            holdfast.as(OWNER).open(StateSpec.named("clear"));
        }
        assertThatThrownBy(() -> engine(open()).sealedNames().open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("a store that is new and encrypted");
    }

    private static ListQuery named(String prefix) {
        return new ListQuery(prefix, Map.of(), null, null, 100);
    }

    private static ListQuery labelled(Map<String, String> labels) {
        return new ListQuery(null, labels, null, null, 100);
    }

    private static List<String> names(States states, ListQuery query) {
        return states.list(query).states().stream()
                .map(found -> Objects.requireNonNullElse(found.name(), ""))
                .toList();
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

    /** An engine on the store and its vault. */
    private Holdfast encrypted() {
        return engine(open()).open();
    }

    private static boolean contains(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }

    /** A state in which the secret stands wherever a caller may put one, with states beside it. */
    private static State workedInEveryWay(Holdfast holdfast) {
        State state = holdfast.as(OWNER)
                .open(StateSpec.named("clear")
                        .data(JsonObject.of("key" + SECRET, Json.of("value" + SECRET), "n", Json.of(0)))
                        .commandId("op-open"))
                .state();
        state.write(w -> w.set("b", SECRET).note("note" + SECRET).commandId("op-1"));
        state.write(w -> w.set("later", SECRET).delay(Duration.ofDays(1)).note("later" + SECRET));
        state.write(w -> w.set("timed", Json.of(SECRET), Duration.ofDays(1)));
        state.ask(QuestionSpec.of("ask" + SECRET).choices("yes" + SECRET, "no"));
        String question = state.ask(QuestionSpec.of("answered" + SECRET)).id();
        state.answer(question, "yes", "because" + SECRET, "op-answer");
        state.lease("lease" + SECRET, Duration.ofMinutes(5));
        state.undo();
        State fork = holdfast.as(OWNER)
                .open(StateSpec.unnamed().fork(Fork.of(state.handle())))
                .state();
        fork.write(w -> w.set("fork", SECRET));
        state.merge(Merge.from(fork.handle()));
        workBeside(holdfast);
        Crowd.run(16, n -> {
            for (int i = 0; i < 66; i++) {
                fork.write(w -> w.increment("n", 1));
            }
            return n;
        });
        return state;
    }

    /** Makes a machine, a base and an internal state that hold the secret. */
    private static void workBeside(Holdfast holdfast) {
        holdfast.as(OWNER)
                .open(StateSpec.named("machine")
                        .machine(Machine.of(SingleQuoted.object("{'initial':'a" + SECRET + "','states':{'a" + SECRET
                                + "':{'on':{'go':'a" + SECRET + "'}}}}"))))
                .state()
                .send("go");
        State compacted = holdfast.as(OWNER)
                .open(StateSpec.unnamed().keep(Keep.revisions(1)).data(JsonObject.of("base", Json.of(SECRET))))
                .state();
        compacted.write(w -> w.set("more", SECRET).commandId("op-base"));
        compacted.write(w -> w.set("more", 2));
        assertThat(compacted.compact()).isPositive();
        holdfast.internal("sessions")
                .create(
                        SECRET,
                        JsonObject.of("session", Json.of(SECRET)),
                        InternalStates.Terms.forGood(Keep.EVERYTHING));
    }
}
