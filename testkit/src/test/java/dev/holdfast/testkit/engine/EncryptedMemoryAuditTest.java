package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.testkit.EncryptedFixture;
import dev.holdfast.testkit.custody.AuditContract;
import dev.holdfast.testkit.custody.AuditFixture;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The audit log of an encrypted store, which keeps all that it promises and is encrypted too. */
final class EncryptedMemoryAuditTest implements EncryptedFixture, AuditContract {
    private final MemoryStorage storage = new MemoryStorage();
    private final MemoryStorage audit = new MemoryStorage();
    private final MemoryVault.Content keys = new MemoryVault.Content();

    @Override
    public CommitLog open() {
        return MemoryLog.open(storage);
    }

    @Override
    public CommitLog openAudit() {
        return MemoryLog.open(audit);
    }

    @Override
    public KeyVault vault() {
        return MemoryVault.open(keys);
    }

    /** Everything that a store keeps, as text. */
    private static String stored(CommitLog log) {
        StringBuilder all = new StringBuilder();
        for (StatePage.Listed state : log.list(0, HeaderFilter.ALL, null, 1_000).states()) {
            all.append(state);
            CommitPage page = log.read(state.id(), 1, 1_000, 1 << 30, Consistency.LINEARIZABLE);
            page.commits()
                    .forEach(commit -> all.append(new String(commit.event().borrow(), StandardCharsets.UTF_8)));
        }
        return all.toString();
    }

    @Test
    void log_holdsNothingInClear_ofWhoDidWhat() {
        try (Holdfast holdfast = audited()) {
            State state = holdfast.as(ANNA).open(StateSpec.named("secret-name")).state();
            state.write(w -> w.set("secret-key", "secret-value").note("secret-note"));
            state.read();
            assertThat(AuditFixture.entries(holdfast, AuditQuery.ALL).toString())
                    .contains(state.handle().value())
                    .doesNotContain("secret");
            try (CommitLog log = openAudit()) {
                assertThat(stored(log))
                        .contains("\"sealed\":")
                        .doesNotContain("secret", ANNA.id(), state.handle().value());
            }
        }
    }

    @Test
    void log_isNotOpenedWithOtherKeys_norWithoutKeys() {
        audited().close();
        assertThatThrownBy(() -> Holdfast.on("memory:")
                        .audited(Auditing.in(this::openAudit))
                        .open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the audit log is encrypted");
        assertThatThrownBy(() -> Holdfast.on(MemoryLog.open(new MemoryStorage()))
                        .encrypted(MASTER, MemoryVault.open(new MemoryVault.Content()))
                        .audited(Auditing.in(this::openAudit))
                        .open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the keys of the audit log are in the vault");
    }
}
