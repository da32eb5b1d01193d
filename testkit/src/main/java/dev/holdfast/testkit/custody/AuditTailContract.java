package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.AuditTail;
import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who follows an audit log is told of each entry of all processes once, whatever is erased meanwhile. */
public interface AuditTailContract extends AuditFixture {
    /** Whose entries stay. */
    Principal STAYS = Principal.of("stays");

    /** Whose entries are erased now and then. */
    Principal GOES = Principal.of("goes");

    @TestFactory
    default Stream<DynamicTest> followed_isEachEntryOnce_alsoAcrossErasuresAndRestarts() {
        return Seeds.tests(3, seed -> {
            Random random = new Random(seed);
            Principal stays = Principal.of("stays-" + seed);
            List<AuditEntry> told = new ArrayList<>();
            try (Holdfast one = audited();
                    Holdfast two = audited()) {
                List<Holdfast> both = List.of(one, two);
                AuditTail tail = two.audit().orElseThrow().follow(AUDITOR, AuditQuery.ALL);
                for (int i = 0; i < 60; i++) {
                    Holdfast holdfast = both.get(random.nextInt(2));
                    switch (random.nextInt(8)) {
                        case 0 -> tail.poll(told::add);
                        case 1 ->
                            tail = one.audit()
                                    .orElseThrow()
                                    .follow(AUDITOR, AuditQuery.ALL.page(tail.cursor(), AuditQuery.MOST));
                        case 2 -> erase(holdfast);
                        default -> use(holdfast, random.nextBoolean() ? stays : GOES);
                    }
                }
                AuditFixture.entries(one, AuditQuery.ALL);
                // An erasure beside a writer may store entries of others twice; they are told once all the same.
                Set<AuditEntry> stored = new HashSet<>(AuditFixture.entries(two, AuditQuery.ALL.of(stays.id())));
                tail.poll(told::add);
                told.removeIf(entry -> !entry.principal().equals(stays.id()));
                assertThat(told).containsExactlyInAnyOrderElementsOf(stored);
            }
        });
    }

    @Test
    default void following_beginsNow_orWhereItIsTold() {
        try (Holdfast holdfast = audited()) {
            use(holdfast, STAYS);
            AuditFixture.entries(holdfast, AuditQuery.ALL);
            Instant middle = Instant.now();
            AuditTail tail = holdfast.audit().orElseThrow().follow(AUDITOR, AuditQuery.ALL.of(STAYS.id()));
            use(holdfast, STAYS);
            List<AuditEntry> all = AuditFixture.entries(holdfast, AuditQuery.ALL.of(STAYS.id()));
            List<AuditEntry> later =
                    all.stream().filter(entry -> !entry.at().isBefore(middle)).toList();

            assertThat(later).isNotEmpty().hasSizeLessThan(all.size());
            assertThat(polled(tail)).isEqualTo(later);
            assertThat(polled(tail)).isEmpty();
            AuditQuery since = AuditQuery.ALL.of(STAYS.id()).between(middle, null);
            assertThat(polled(holdfast.audit().orElseThrow().follow(AUDITOR, since)))
                    .isEqualTo(later);
            failure(
                    Code.INVALID,
                    () -> holdfast.audit().orElseThrow().follow(AUDITOR, AuditQuery.ALL.page("1:2:au_x:3:4", 1)));
        }
    }

    private static List<AuditEntry> polled(AuditTail tail) {
        List<AuditEntry> found = new ArrayList<>();
        tail.poll(found::add);
        return found;
    }

    private static void use(Holdfast holdfast, Principal principal) {
        State state = holdfast.as(principal).open(StateSpec.unnamed()).state();
        state.read();
    }

    private static void erase(Holdfast holdfast) {
        holdfast.privacy().erase(Subject.principal(GOES.id()), Set.of(), Set.of(), Progress.NONE);
    }
}
