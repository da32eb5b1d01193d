package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.custody.AuditedSubject;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.custody.SubjectErasure;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the audit log promises, whatever store it and the states are on. */
public interface AuditContract extends AuditTailContract, AnchoredAuditContract, AuditClaimContract {
    Principal ANNA = Principal.of("anna");
    Principal BEN = Principal.of("ben");

    @Test
    default void calls_areRecordedInOrder_withWhoDidWhatToWhich() {
        try (Holdfast holdfast = audited()) {
            State state = holdfast.as(ANNA).open(StateSpec.named("plan")).state();
            state.write(w -> w.set("k", 1));
            state.read();
            state.history(1, 10);
            failure(Code.CONFLICT, () -> state.write(w -> w.set("k", 2).ifRevision(1)));

            assertThat(AuditFixture.deeds(holdfast, ANNA))
                    .containsExactly(
                            "create asked",
                            "create ok 1",
                            "write asked",
                            "write ok 2",
                            "read ok 2",
                            "history ok 2",
                            "write asked",
                            "write conflict");
            assertThat(AuditFixture.entries(holdfast, AuditQuery.ALL.of(ANNA.id())))
                    .allMatch(entry -> state.handle().equals(entry.state()));
        }
    }

    @Test
    default void entries_surviveTheEngine_andAreReadByAnotherOne() {
        StateId handle;
        try (Holdfast holdfast = audited()) {
            State state = holdfast.as(ANNA).open(StateSpec.unnamed()).state();
            handle = state.handle();
            failure(Code.NOT_FOUND, () -> holdfast.as(BEN).state(handle.value()).read());
        }
        try (Holdfast holdfast = audited()) {
            assertThat(AuditFixture.deeds(holdfast, ANNA)).containsExactly("create asked", "create ok 1");
            assertThat(AuditFixture.deeds(holdfast, BEN)).containsExactly("read not_found");
            assertThat(AuditFixture.entries(holdfast, AuditQuery.ALL.of(BEN.id())))
                    .allMatch(entry -> handle.equals(entry.state()));
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @Test
    default void entriesOfAPrincipal_areErasedWithIt_andThoseOfOthersStay() {
        Subject anna = Subject.principal(ANNA.id());
        try (Holdfast holdfast = audited();
                Holdfast other = audited()) {
            State annas = holdfast.as(ANNA).open(StateSpec.unnamed()).state();
            State bens = holdfast.as(BEN).open(StateSpec.unnamed()).state();
            failure(
                    Code.NOT_FOUND,
                    () -> other.as(ANNA).state(bens.handle().value()).read());
            other.as(BEN).state(bens.handle().value()).read();
            store(holdfast);
            store(other);
            List<String> ofBen = AuditFixture.deeds(holdfast, BEN);
            assertThat(holdfast.privacy().audited(anna, Progress.NONE).entries())
                    .isEqualTo(3);

            SubjectErasure erasure = holdfast.privacy().erase(anna, Set.of(annas.handle()), Set.of(), Progress.NONE);

            assertThat(erasure).isEqualTo(new SubjectErasure(1, 0, Set.of(), 0, 3, List.of()));
            assertThat(AuditFixture.deeds(holdfast, ANNA)).isEmpty();
            assertThat(AuditFixture.deeds(holdfast, BEN)).containsExactlyInAnyOrderElementsOf(ofBen);
            bens.read();
            other.as(BEN).state(bens.handle().value()).read();
            store(other);
            assertThat(AuditFixture.deeds(holdfast, BEN)).hasSize(ofBen.size() + 2);
            assertThat(holdfast.privacy().audited(anna, Progress.NONE)).isEqualTo(AuditedSubject.NOTHING);
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @Test
    default void readingTheLog_isRecorded() {
        try (Holdfast holdfast = audited()) {
            List<AuditEntry> found = holdfast.audit()
                    .orElseThrow()
                    .read(AUDITOR, AuditQuery.ALL.kinds(AuditKind.AUDIT).of(AUDITOR.id()))
                    .entries();

            assertThat(found).isNotEmpty().allMatch(entry -> entry.outcome().equals(AuditEntry.OK));
        }
    }

    @TestFactory
    default Stream<DynamicTest> everyEntry_isFoundOnce_byWhateverIsAskedAndHoweverItIsPaged() {
        return Seeds.tests(3, seed -> {
            Random random = new Random(seed);
            ManualTime time = new ManualTime();
            try (Holdfast one = audited(time);
                    Holdfast other = audited(time)) {
                List<State> states = new ArrayList<>();
                for (Principal who : List.of(Principal.of("anna-" + seed), Principal.of("ben-" + seed))) {
                    states.add(one.as(who).open(StateSpec.named("one")).state());
                    states.add(other.as(who).open(StateSpec.named("other")).state());
                }
                store(one);
                store(other);
                for (int i = 0; i < 40; i++) {
                    State state = states.get(random.nextInt(states.size()));
                    if (random.nextBoolean()) {
                        state.read();
                    } else {
                        state.history(1, 1);
                    }
                    time.pass(Duration.ofHours(random.nextInt(9)));
                }
                assertFound(one, random, states, time.instant());
            }
        });
    }

    /** Has what the engine has recorded up to now stored. */
    private static void store(Holdfast holdfast) {
        holdfast.audit().orElseThrow().read(AUDITOR, AuditQuery.ALL);
    }

    private Holdfast audited(ManualTime time) {
        return engine(open())
                .audited(Auditing.in(this::openAudit))
                .clock(time)
                .timersByHand()
                .open();
    }

    private static void assertFound(Holdfast holdfast, Random random, List<State> states, Instant end) {
        List<AuditEntry> all = AuditFixture.entries(holdfast, AuditQuery.ALL);
        List<StateId> handles = states.stream().map(State::handle).toList();
        assertThat(all).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(all.stream().filter(entry -> handles.contains(entry.state())))
                .hasSize(2 * states.size() + 40);
        for (int i = 0; i < 6; i++) {
            Instant from = end.minus(Duration.ofHours(random.nextInt(200)));
            AuditQuery query = AuditQuery.ALL
                    .page(null, 3 + random.nextInt(20))
                    .between(
                            random.nextBoolean() ? from : null, random.nextBoolean() ? from.plusSeconds(90_000) : null);
            query = random.nextBoolean() ? query.of(all.getLast().principal()) : query;
            query = random.nextBoolean() ? query.about(states.getFirst().handle()) : query;
            query = random.nextBoolean() ? query.kinds(AuditKind.HISTORY, AuditKind.CREATE) : query;
            query = random.nextBoolean() ? query.outcomes(AuditEntry.OK) : query;

            assertThat(AuditFixture.entries(holdfast, query))
                    .containsExactlyElementsOf(all.stream().filter(query::wants).toList());
        }
    }

    @Test
    default void cursorOfAnythingElse_isRefused() {
        try (Holdfast holdfast = audited()) {
            for (String cursor : List.of("", "x", "1:2:3:4:5", "1:0:au_x:1", "9:9:au_20260101t000000_0:x:0")) {
                failure(Code.INVALID, () -> AuditFixture.entries(holdfast, AuditQuery.ALL.page(cursor, 10)));
            }
        }
    }

    @Test
    default void everyAnsweredCallOfManyAtOnce_hasItsEntry() {
        int each = 20;
        try (Holdfast one = audited();
                Holdfast other = audited()) {
            StateId handle = one.as(ANNA).open(StateSpec.unnamed()).state().handle();
            Crowd.run(16, thread -> {
                State state = (thread % 2 == 0 ? one : other).as(ANNA).state(handle.value());
                for (int i = 0; i < each; i++) {
                    String key = "k" + thread;
                    int value = i;
                    state.write(w -> w.set(key, value));
                    state.read();
                }
                return 0;
            });

            // What became of a change is stored a little later than that it was asked for.
            store(one);
            store(other);
            List<AuditEntry> entries = AuditFixture.entries(one, AuditQuery.ALL.about(handle));
            assertThat(entries)
                    .filteredOn(entry -> entry.did() == AuditKind.READ)
                    .hasSize(16 * each);
            assertThat(entries.stream()
                            .filter(entry -> entry.did() == AuditKind.WRITE
                                    && entry.outcome().equals(AuditEntry.OK))
                            .map(AuditEntry::revision)
                            .distinct())
                    .hasSize(16 * each);
            assertThat(entries)
                    .filteredOn(entry -> entry.outcome().equals(AuditEntry.ASKED))
                    .hasSize(1 + 16 * each);
        }
    }

    @Test
    default void outage_refusesReadsAndChanges_butNotTheOperator() {
        BreakableLog audit = new BreakableLog(openAudit());
        try (Holdfast holdfast =
                        engine(open()).audited(Auditing.in(() -> audit)).open();
                Holdfast operator = engine(open())
                        .audited(Auditing.in(() -> new BreakableLog(openAudit(), audit))
                                .forOperator())
                        .open()) {
            State state = holdfast.as(ANNA).open(StateSpec.unnamed()).state();
            audit.broken = true;

            for (int round = 0; round < 3; round++) {
                assertThat(failure(Code.UNAVAILABLE, () -> state.write(w -> w.set("k", 1)))
                                .facts()
                                .string("outcome"))
                        .isEqualTo("none");
                assertThat(failure(Code.UNAVAILABLE, state::read).facts().string("outcome"))
                        .isEqualTo("none");
                failure(
                        Code.NOT_FOUND,
                        () -> holdfast.as(BEN).state(state.handle().value()).read());
            }
            State repaired = operator.as(ANNA).state(state.handle().value());
            assertThat(repaired.read().revision()).isEqualTo(1);
            assertThat(repaired.write(w -> w.set("k", 2)).revision()).isEqualTo(2);

            audit.broken = false;
            assertThat(state.read().document()).isEqualTo(JsonObject.of("k", Json.of(2)));
            assertThat(AuditFixture.deeds(operator, ANNA))
                    .containsOnlyOnce("read ok 1", "write ok 2", "read ok 2")
                    .contains("write asked");
            store(holdfast);
            assertThat(AuditFixture.entries(operator, AuditQuery.ALL.of(BEN.id())).stream()
                            .mapToLong(AuditEntry::count))
                    .containsExactly(3L);
        }
    }

    @Test
    default void engine_isNotOpenedWithoutItsLog_unlessByTheOperator() {
        Auditing broken = Auditing.in(() -> {
            throw StoreUnavailableException.unusable("there is no disk");
        });
        assertThatThrownBy(() -> engine(open()).audited(broken).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("audit");
        try (Holdfast holdfast = engine(open()).audited(broken.forOperator()).open()) {
            assertThat(holdfast.as(ANNA).open(StateSpec.unnamed()).created()).isTrue();
            assertThat(holdfast.audit()).isEmpty();
        }
    }

    @Test
    default void floodOfRefusals_isCountedInFewRows_andStopsNothing() {
        int principals = 2_000;
        int each = 50;
        try (Holdfast holdfast = audited()) {
            State state = holdfast.as(ANNA).open(StateSpec.unnamed()).state();
            String handle = state.handle().value();
            for (int i = 0; i < principals; i++) {
                Principal stranger = Principal.of("stranger-" + i);
                for (int j = 0; j < each; j++) {
                    holdfast.audit().orElseThrow().refused(stranger, Code.NOT_FOUND);
                }
            }
            failure(Code.NOT_FOUND, () -> holdfast.as(BEN).state(handle).read());
            assertThat(state.read().revision()).isEqualTo(1);

            List<AuditEntry> refused = AuditFixture.entries(holdfast, AuditQuery.ALL).stream()
                    .filter(entry -> !entry.principal().equals(ANNA.id()))
                    .toList();
            assertThat(refused).hasSizeLessThanOrEqualTo(256);
            assertThat(refused.stream().mapToLong(AuditEntry::count).sum()).isEqualTo((long) principals * each + 1);
        }
    }

    @Test
    default void refusalsOfOnePrincipal_shareFewRows() {
        try (Holdfast holdfast = audited()) {
            Random random = new Random(1);
            for (int i = 0; i < 200; i++) {
                String handle = StateId.mint(random).value();
                failure(Code.NOT_FOUND, () -> holdfast.as(BEN).state(handle).read());
            }

            List<AuditEntry> refused = AuditFixture.entries(holdfast, AuditQuery.ALL.of(BEN.id()));
            assertThat(refused).hasSize(16);
            assertThat(refused.stream().mapToLong(AuditEntry::count).sum()).isEqualTo(200);
        }
    }

    @Test
    default void alteredRecord_isFoundByVerify() {
        try (Holdfast holdfast = audited()) {
            State state = holdfast.as(ANNA).open(StateSpec.unnamed()).state();
            state.read();
            state.read();
        }
        StateId segment = segment();
        try (Holdfast holdfast = engine(open())
                .audited(Auditing.in(() -> new AlteringLog(openAudit(), segment)))
                .open()) {
            assertThat(holdfast.verify(Progress.NONE).damages())
                    .isNotEmpty()
                    .extracting(Damage::state)
                    .containsOnly(segment);
        }
    }

    private StateId segment() {
        try (CommitLog log = openAudit()) {
            return log.list(0, HeaderFilter.ALL, null, 100).states().stream()
                    .map(StatePage.Listed::id)
                    .filter(id -> id.value().startsWith("au_"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    default void entriesWhoseTimeIsOver_areErased_andTheRestStays() {
        ManualTime time = new ManualTime();
        try (Holdfast holdfast = engine(open())
                .audited(Auditing.in(this::openAudit).keptFor(Duration.ofDays(3)))
                .clock(time)
                .removalPause(Duration.ZERO)
                .timersByHand()
                .open()) {
            State state = holdfast.as(ANNA).open(StateSpec.named("lasting")).state();
            for (int day = 1; day < 8; day++) {
                time.pass(Duration.ofDays(1));
                state.read();
            }
            holdfast.fireTimers();
            holdfast.fireTimers();

            List<Instant> left = AuditFixture.entries(holdfast, AuditQuery.ALL.of(ANNA.id())).stream()
                    .map(AuditEntry::at)
                    .toList();
            assertThat(left)
                    .hasSizeBetween(3, 4)
                    .allMatch(at -> at.isAfter(time.instant().minus(Duration.ofDays(4))));
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    /** A store that stops storing while another one of the same test does. */
    final class BreakableLog extends ForwardingLog {
        private final BreakableLog first;
        private volatile boolean broken;

        BreakableLog(CommitLog delegate) {
            super(delegate);
            this.first = this;
        }

        BreakableLog(CommitLog delegate, BreakableLog first) {
            super(delegate);
            this.first = first;
        }

        @Override
        public List<AppendResult> append(List<Append> batch) {
            if (first.broken) {
                throw StoreUnavailableException.unusable("the disk is full");
            }
            return super.append(batch);
        }
    }

    /** A store one of whose records was altered. */
    final class AlteringLog extends ForwardingLog {
        private final StateId altered;

        AlteringLog(CommitLog delegate, StateId altered) {
            super(delegate);
            this.altered = altered;
        }

        @Override
        public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
            CommitPage page = super.read(id, fromRevision, maxCommits, maxBytes, consistency);
            return id.equals(altered)
                    ? Altered.event(page, 1, event -> Altered.flipped(event, event.length() - 60))
                    : page;
        }
    }
}
