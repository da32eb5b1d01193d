package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Privacy;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.custody.CertificateCheck;
import dev.holdfast.engine.custody.Finding;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.custody.SubjectErasure;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ForwardingLog;
import dev.holdfast.testkit.StoreFixture;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is held about a subject is told and erased, and nothing of others; a certificate shows what comes back. */
public interface PrivacyContract extends StoreFixture {
    @Test
    default void principal_isReportedAndErased_andNoOtherIs() throws IOException {
        Principal anna = Principal.of("anna-" + UUID.randomUUID());
        Principal bert = Principal.of("bert-" + UUID.randomUUID());
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Holdfast holdfast = engine.holdfast();
            State own = holdfast.as(anna).open(StateSpec.named("own")).state();
            own.write(w -> w.set("a", 1));
            State closed = holdfast.as(anna).open(StateSpec.unnamed()).state();
            closed.close("op-close");
            State shared = holdfast.as(bert).open(StateSpec.named("shared")).state();
            shared.share(anna.id(), Access.WRITE);
            holdfast.as(anna).state(shared.handle().value()).write(w -> w.set("by", "anna"));
            State once = holdfast.as(bert).open(StateSpec.unnamed()).state();
            once.share(anna.id(), Access.WRITE);
            holdfast.as(anna).state(once.handle().value()).write(w -> w.set("by", "anna"));
            once.share(anna.id(), Access.NONE);
            State other = holdfast.as(bert).open(StateSpec.unnamed()).state();
            Privacy privacy = holdfast.privacy();
            Subject subject = Subject.principal(anna.id());

            List<Finding> found = report(privacy, subject);

            assertThat(found)
                    .extracting(Finding::state, Finding::kind)
                    .containsExactlyInAnyOrder(
                            tuple(own.handle(), Finding.Kind.HELD),
                            tuple(closed.handle(), Finding.Kind.HELD),
                            tuple(shared.handle(), Finding.Kind.SHARED),
                            tuple(once.handle(), Finding.Kind.CHANGED));
            Set<StateId> held = Set.of(own.handle(), closed.handle());
            SubjectErasure erasure = privacy.erase(subject, held, Set.of(shared.handle()), Progress.NONE);
            assertThat(erasure).isEqualTo(new SubjectErasure(2, 1, Set.of(), 0, 0, List.of()));
            assertThat(privacy.erase(subject, held, Set.of(shared.handle()), Progress.NONE)
                            .erased())
                    .isEqualTo(2);
            failure(
                    Code.NOT_FOUND,
                    () -> holdfast.as(anna).state(shared.handle().value()).read());
            failure(
                    Code.NOT_FOUND,
                    () -> holdfast.as(anna).state(own.handle().value()).read());
            assertThat(shared.read().document().string("by")).isEqualTo("anna");
            assertThat(other.read().revision()).isEqualTo(1);
            assertThat(report(privacy, subject)).extracting(Finding::kind).containsOnly(Finding.Kind.CHANGED);
            assertThat(holdfast.as(anna).open(StateSpec.named("own")).created()).isTrue();
        }
    }

    /** Whatever is stored of any kind of state: one that has the id of a principal in it is told by the report. */
    @Test
    default void stateThatHasTheId_isReported_whateverItsKind() {
        Principal anna = Principal.of("anna-" + UUID.randomUUID());
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open()) {
            Holdfast holdfast = engine.holdfast();
            State named = holdfast.as(anna).open(StateSpec.named("plan")).state();
            holdfast.as(anna).open(StateSpec.unnamed().commandId("op-open"));
            named.close("op-close");
            holdfast.as(anna).open(StateSpec.named("plan"));
            InternalStates notes = holdfast.internal("notes");
            InternalStates.Terms terms = InternalStates.Terms.lasting(Duration.ofMinutes(5));
            String key = UUID.randomUUID().toString();
            notes.create(key + "-of", JsonObject.of("principal", Json.of(anna.id())), terms);
            notes.onBehalfOf(anna, 5).create(key + "-for", JsonObject.EMPTY, terms);

            List<Finding> found = all(holdfast.privacy(), Subject.principal(anna.id()));

            Set<StateId> having = having(log, anna.id());
            assertThat(having.stream().filter(id -> !id.isHandle())).hasSizeGreaterThanOrEqualTo(3);
            assertThat(found).extracting(Finding::state).containsAll(having);
            assertThat(found)
                    .filteredOn(finding -> finding.kind() == Finding.Kind.INTERNAL)
                    .isNotEmpty()
                    .noneMatch(finding -> finding.state().isHandle());
        }
    }

    /** What is kept for a principal alone goes with it, and names can be opened again, by it and by others. */
    @Test
    default void idOfAPrincipal_isErasedFromInternalStatesToo_andNamesGoOn() {
        Principal anna = Principal.of("anna-" + UUID.randomUUID());
        Principal bert = Principal.of("bert-" + UUID.randomUUID());
        try (EngineUnderTest engine = new EngineUnderTest(this);
                CommitLog log = open()) {
            Holdfast holdfast = engine.holdfast();
            State named = holdfast.as(anna).open(StateSpec.named("plan")).state();
            State nameless = holdfast.as(anna)
                    .open(StateSpec.unnamed().commandId("op-open"))
                    .state();
            State given = holdfast.as(anna).open(StateSpec.named("given")).state();
            holdfast.as(bert).open(StateSpec.named("plan"));
            InternalStates notes = holdfast.internal("notes");
            InternalStates.Terms terms = InternalStates.Terms.lasting(Duration.ofMinutes(5));
            String key = UUID.randomUUID().toString();
            notes.create(key + "-of", JsonObject.of("principals", Json.of(anna.id())), terms);
            notes.onBehalfOf(anna, 5).create(key + "-for", JsonObject.EMPTY, terms);
            notes.onBehalfOf(bert, 5).create(key + "-bert", JsonObject.EMPTY, terms);
            Subject subject = Subject.principal(anna.id());
            Set<StateId> held = Set.of(named.handle(), nameless.handle(), given.handle());

            SubjectErasure erasure = holdfast.privacy().erase(subject, held, Set.of(), Progress.NONE);

            assertThat(erasure).isEqualTo(new SubjectErasure(3, 0, Set.of(), 1, 0, List.of()));
            List<Finding> left = all(holdfast.privacy(), subject);
            assertThat(left).extracting(Finding::kind).containsExactly(Finding.Kind.INTERNAL);
            assertThat(having(log, anna.id())).isSubsetOf(left.getFirst().state());
            assertThat(notes.find(key + "-for")).isEmpty();
            assertThat(notes.find(key + "-bert")).isPresent();
            assertThat(holdfast.as(bert).open(StateSpec.named("plan")).created())
                    .isFalse();
            assertThat(holdfast.as(anna).open(StateSpec.named("plan")).created())
                    .isTrue();
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    /** The states that have a text in what is stored of them in clear. */
    private static Set<StateId> having(CommitLog log, String text) {
        Set<StateId> having = new HashSet<>();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            StateId after = null;
            do {
                StatePage page = log.list(shard, HeaderFilter.ALL, after, 100);
                page.states().stream()
                        .filter(listed -> (listed.header() + stored(log, listed.id())).contains(text))
                        .forEach(listed -> having.add(listed.id()));
                after = page.next();
            } while (after != null);
        }
        return having;
    }

    private static String stored(CommitLog log, StateId id) {
        CommitPage page = log.read(id, 1, 1_000, 1 << 22, Consistency.LINEARIZABLE);
        Base base = page.base();
        Stream<Bytes> first = base == null ? Stream.of() : Stream.of(base.content());
        return Stream.concat(first, page.commits().stream().map(Commit::event))
                .map(bytes -> new String(bytes.borrow(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    @Test
    default void label_isErasedWhoeverOwnsTheStates() {
        String customer = UUID.randomUUID().toString();
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Holdfast holdfast = engine.holdfast();
            List<State> labelled = new ArrayList<>();
            for (String owner : List.of("a", "b")) {
                labelled.add(holdfast.as(Principal.of(owner))
                        .open(StateSpec.unnamed().labels(Map.of("customer", customer)))
                        .state());
            }
            State other = holdfast.as(Principal.of("a"))
                    .open(StateSpec.unnamed().labels(Map.of("customer", "another")))
                    .state();
            Subject subject = Subject.label("customer", customer);

            List<Finding> found = report(holdfast.privacy(), subject);

            assertThat(found)
                    .extracting(Finding::state)
                    .containsExactlyInAnyOrderElementsOf(
                            labelled.stream().map(State::handle).toList());
            Set<StateId> held = Set.copyOf(found.stream().map(Finding::state).toList());
            assertThat(holdfast.privacy().erase(subject, held, Set.of(), Progress.NONE))
                    .isEqualTo(new SubjectErasure(2, 0, Set.of(), 0, 0, List.of()));
            assertThat(other.read().revision()).isEqualTo(1);
        }
    }

    @Test
    default void certificate_namesWhatIsErased_andShowsWhatComesBack() throws IOException {
        Principal anna = Principal.of("anna-" + UUID.randomUUID());
        Subject subject = Subject.principal(anna.id());
        try (EngineUnderTest engine = new EngineUnderTest(this)) {
            Holdfast holdfast = engine.holdfast();
            State erased = holdfast.as(anna).open(StateSpec.unnamed()).state();
            State there = holdfast.as(anna).open(StateSpec.unnamed()).state();
            holdfast.privacy().erase(subject, Set.of(erased.handle()), Set.of(), Progress.NONE);
            StringBuilder text = new StringBuilder();

            long named = holdfast.privacy()
                    .certify(subject, List.of(erased.handle(), there.handle()), List.of(), text, null);

            assertThat(named).isEqualTo(1);
            assertThat(text)
                    .contains(anna.id(), erased.handle().value())
                    .doesNotContain(there.handle().value());
            CertificateCheck check = check(holdfast, text.toString());
            assertThat(check.damages()).isEmpty();
            assertThat(check.states()).isEqualTo(1);
            assertThat(check.subject()).isEqualTo("principal " + anna.id());
            try (Holdfast restored = engine.observing(new ForwardingLog(open()) {
                @Override
                public Head head(StateId id, Consistency consistency) {
                    return super.head(id.equals(erased.handle()) ? there.handle() : id, consistency);
                }
            })) {
                assertThat(check(restored, text.toString()).damages())
                        .singleElement()
                        .satisfies(damage -> assertThat(damage.state()).isEqualTo(erased.handle()));
            }
            assertThatThrownBy(() -> check(holdfast, text.toString().replace(anna.id(), "anna-another")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static CertificateCheck check(Holdfast holdfast, String text) throws IOException {
        return holdfast.privacy().check(new StringReader(text), null, Progress.NONE);
    }

    private static List<Finding> report(Privacy privacy, Subject subject) {
        return all(privacy, subject).stream()
                .filter(finding -> finding.kind() != Finding.Kind.INTERNAL)
                .toList();
    }

    private static List<Finding> all(Privacy privacy, Subject subject) {
        List<Finding> found = new ArrayList<>();
        privacy.report(subject, found::add, Progress.NONE);
        return found;
    }
}
