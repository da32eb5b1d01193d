package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.moving.Migrated;
import dev.holdfast.engine.moving.MigrationStep;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.EncryptedFixture;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An encrypted store is moved sealed, and its keys into the vault of the other, which has a master key of its own. */
final class EncryptedMigrationTest {
    private static final Principal OWNER = Principal.local("moved");
    private static final String SECRET = "Secret-of-what-is-moved";
    private static final MasterKey OTHER = MasterKeys.parse("00".repeat(31) + "02");

    /** A store and its vault. */
    private record Place(MemoryStorage storage, MemoryVault.Content keys, MasterKey master) {
        Place(MasterKey master) {
            this(new MemoryStorage(), new MemoryVault.Content(), master);
        }

        Holdfast.Builder on(boolean sealNames) {
            Holdfast.Builder builder = Holdfast.on(MemoryLog.open(storage)).encrypted(master, MemoryVault.open(keys));
            return (sealNames ? builder.sealedNames() : builder).timersByHand();
        }

        boolean hasKeys(StateId state) {
            try (KeyVault vault = MemoryVault.open(keys)) {
                return !vault.find(state).isEmpty();
            }
        }
    }

    private final Place from = new Place(EncryptedFixture.MASTER);
    private final Place to = new Place(OTHER);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void migration_takesKeysAlong(boolean sealNames) {
        StateId erased;
        try (Holdfast source = from.on(sealNames).open()) {
            erased = fill(source);
            assertThatThrownBy(() -> to.on(false).migrateFrom(source, EncryptedFixture.MASTER, step -> {
                        throw new IllegalStateException("cut");
                    }))
                    .hasMessage("cut");
            AtomicInteger steps = new AtomicInteger();
            Migrated told = to.on(false)
                    .migrateFrom(source, EncryptedFixture.MASTER, step -> meanwhile(source, erased, step, steps));
            assertThat(told.done()).as(told.toString()).isTrue();
            failure(Code.UNAVAILABLE, () -> source.as(OWNER).open(StateSpec.named("fresh")));
        }
        assertThat(to.hasKeys(erased)).isFalse();
        try (Holdfast target = to.on(false).open()) {
            States states = target.as(OWNER);
            State plan = states.open(StateSpec.named("team/" + SECRET)).state();
            assertThat(plan.read().document().string("b")).isEqualTo(SECRET);
            assertThat(plan.read().document().has("meanwhile")).isTrue();
            assertThat(states.list(new ListQuery("team/Sec", Map.of("l", SECRET), null, null, 10))
                            .states())
                    .singleElement()
                    .satisfies(found -> assertThat(found.handle()).isEqualTo(plan.handle()));
            assertThat(plan.write(w -> w.set("b", SECRET).commandId("op-1")).replayed())
                    .isTrue();
            assertThat(plan.at(1).document().has("b")).isFalse();
            assertThat(states.open(StateSpec.named("freed"))
                            .state()
                            .read()
                            .document()
                            .string("of"))
                    .isEqualTo("second");
            plan.write(w -> w.set("c", 1));
            failure(Code.NOT_FOUND, () -> states.state(erased.value()).read());
            assertThat(target.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    /** Once everything was copied, a state is erased and others are changed. */
    private static void meanwhile(Holdfast source, StateId erased, MigrationStep step, AtomicInteger steps) {
        if (step.states() > 0 && steps.getAndIncrement() == 0) {
            source.as(OWNER).state("@team/" + SECRET).write(w -> w.set("meanwhile", 1));
            source.as(OWNER).state(erased.value()).erase(null);
        }
    }

    private static StateId fill(Holdfast holdfast) {
        States states = holdfast.as(OWNER);
        State plan = states.open(StateSpec.named("team/" + SECRET).labels(Map.of("l", SECRET)))
                .state();
        plan.write(w -> w.set("b", SECRET).commandId("op-1"));
        states.open(StateSpec.named("freed")).state().close("op-close");
        states.open(StateSpec.named("freed")).state().write(w -> w.set("of", "second"));
        State compacted =
                states.open(StateSpec.named("short").keep(Keep.revisions(1))).state();
        compacted.write(w -> w.set("b", SECRET));
        compacted.write(w -> w.set("b", SECRET + SECRET));
        holdfast.compact(Progress.NONE);
        return states.open(StateSpec.named("erased")).state().handle();
    }

    @Test
    void migration_isInClearOnlyIfTheStoreIs() {
        try (Holdfast source = from.on(false).open();
                Holdfast clear = Holdfast.on(MemoryLog.open()).timersByHand().open()) {
            source.as(OWNER).open(StateSpec.named("plan"));
            failure(
                    Code.INVALID,
                    () -> Holdfast.on(MemoryLog.open()).migrateFrom(source, EncryptedFixture.MASTER, step -> {}));
            failure(Code.INVALID, () -> to.on(false).migrateFrom(source, null, step -> {}));
            failure(Code.INVALID, () -> new Place(OTHER).on(false).migrateFrom(clear, null, step -> {}));
            assertThatThrownBy(() -> to.on(false).migrateFrom(source, OTHER, step -> {}))
                    .isInstanceOf(RuntimeException.class);
            source.as(OWNER).state("@plan").write(w -> w.set("on", 1));
            assertThat(to.on(false)
                            .migrateFrom(source, EncryptedFixture.MASTER, step -> {})
                            .done())
                    .isTrue();
        }
    }
}
