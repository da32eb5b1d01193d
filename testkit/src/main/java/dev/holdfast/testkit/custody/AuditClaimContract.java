package dev.holdfast.testkit.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.Crowd;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store that keeps an audit log says so itself, and is used with that log only, until the operator ends it. */
public interface AuditClaimContract extends AuditFixture {
    /** An audit log that is not the store's. */
    private static Auditing elsewhere(MemoryStorage storage) {
        return Auditing.in(() -> MemoryLog.open(storage));
    }

    @Test
    default void auditedStore_isNotOpenedWithoutItsLog() {
        audited().close();
        assertThatThrownBy(() -> engine(open()).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("keeps an audit log");
        try (Holdfast again = audited()) {
            assertThat(again.as(AUDITOR).open(StateSpec.unnamed()).created()).isTrue();
        }
    }

    @Test
    default void auditedStore_isNotOpenedWithAnotherLog_butByTheOperator() {
        audited().close();
        MemoryStorage other = new MemoryStorage();
        assertThatThrownBy(() -> engine(open()).audited(elsewhere(other)).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("another audit log");
        try (Holdfast operator =
                engine(open()).audited(elsewhere(other).forOperator()).open()) {
            operator.endAudit(AUDITOR);
        }
        engine(open()).audited(elsewhere(other)).open().close();
        assertThatThrownBy(this::audited).hasMessageContaining("another audit log");
    }

    @Test
    default void endOfTheLog_isTheLastThingInIt_andOthersMayBegin() {
        Principal operator = Principal.of("operator");
        try (Holdfast holdfast = audited()) {
            holdfast.as(operator).open(StateSpec.named("plan")).state().read();
            holdfast.endAudit(operator);
            assertThat(AuditFixture.entries(holdfast, AuditQuery.ALL.of(operator.id()))
                            .getLast()
                            .did())
                    .isEqualTo(AuditKind.END_AUDIT);
        }
        try (Holdfast plain = engine(open()).open()) {
            plain.as(operator).open(StateSpec.named("plan")).state().read();
            assertThat(plain.audit()).isEmpty();
        }
        try (Holdfast again = audited()) {
            assertThat(AuditFixture.deeds(again, operator))
                    .containsExactly("create asked", "create ok 1", "read ok 1", "end_audit ok");
            assertThat(again.verify(Progress.NONE).damages()).isEmpty();
        }
        assertThatThrownBy(() -> engine(open()).open()).hasMessageContaining("keeps an audit log");
    }

    @Test
    default void programsThatBeginDifferentLogsAtOnce_agreeOnOne() {
        List<MemoryStorage> logs = List.of(new MemoryStorage(), new MemoryStorage(), new MemoryStorage());
        List<Boolean> opened = Crowd.run(logs.size(), thread -> {
            try {
                engine(open()).audited(elsewhere(logs.get(thread))).open().close();
                return true;
            } catch (StoreUnavailableException e) {
                return false;
            }
        });
        assertThat(opened).containsOnlyOnce(true);
    }
}
