package dev.holdfast.testkit.engine;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.moving.Restored;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.testkit.EncryptedFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted stores are backed up sealed and restored with their keys, also where their names are sealed. */
final class EncryptedMovingTest {
    private static final Principal OWNER = Principal.local("moved");
    private static final String SECRET = "Secret-of-what-is-moved";

    @TempDir
    private Path folder;

    /** A store and its vault. */
    private record Place(MemoryStorage storage, MemoryVault.Content keys) {
        Place() {
            this(new MemoryStorage(), new MemoryVault.Content());
        }

        Holdfast.Builder on(boolean sealNames) {
            Holdfast.Builder builder =
                    Holdfast.on(MemoryLog.open(storage)).encrypted(EncryptedFixture.MASTER, MemoryVault.open(keys));
            return (sealNames ? builder.sealedNames() : builder).timersByHand();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void backup_isSealed_andRestoredWithItsKeys(boolean sealNames) throws IOException {
        Place place = new Place();
        backUp(place, sealNames);
        Place restored = new Place();

        Restored told = restored.on(sealNames)
                .restore(folder.resolve("backup"), folder.resolve("keys"), Instant.MAX, Progress.NONE);

        assertThat(told.keyless()).isZero();
        try (Holdfast holdfast = restored.on(false).open()) {
            States states = holdfast.as(OWNER);
            State plan = states.open(StateSpec.named("team/" + SECRET)).state();
            assertThat(plan.read().document().string("b")).isEqualTo(SECRET);
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
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
        assertNothingReadable(sealNames);
    }

    @Test
    void sealedNames_areNotRestoredToBeRead() throws IOException {
        backUp(new Place(), true);
        Place restored = new Place();

        assertThat(failure(
                                Code.INVALID,
                                () -> restored.on(false)
                                        .restore(
                                                folder.resolve("backup"),
                                                folder.resolve("keys"),
                                                Instant.MAX,
                                                Progress.NONE))
                        .hint())
                .contains("--seal-names");
    }

    @Test
    void erasedState_isReadFromAnOldBackupOnlyWithOldKeys() throws IOException {
        Place place = new Place();
        backUp(place, false);
        Path newKeys = folder.resolve("new-keys");
        StateId erased;
        try (Holdfast holdfast = place.on(false).open()) {
            State state =
                    holdfast.as(OWNER).open(StateSpec.named("team/" + SECRET)).state();
            erased = state.handle();
            holdfast.privacy().erase(Subject.principal(OWNER.id()), Set.of(erased), Set.of(), Progress.NONE);
            copyKeys(holdfast, newKeys);
        }
        Place withOld = new Place();
        Place withNew = new Place();
        withOld.on(false).restore(folder.resolve("backup"), folder.resolve("keys"), Instant.MAX, Progress.NONE);
        Restored told = withNew.on(false).restore(folder.resolve("backup"), newKeys, Instant.MAX, Progress.NONE);

        assertThat(told.keyless()).isPositive();
        try (Holdfast holdfast = withOld.on(false).open()) {
            assertThat(holdfast.as(OWNER)
                            .state(erased.value())
                            .read()
                            .document()
                            .string("b"))
                    .isEqualTo(SECRET);
        }
        try (Holdfast holdfast = withNew.on(false).open()) {
            failure(
                    Code.NOT_FOUND,
                    () -> holdfast.as(OWNER).state(erased.value()).read());
        }
    }

    private void backUp(Place place, boolean sealNames) throws IOException {
        try (Holdfast holdfast = place.on(sealNames).open()) {
            States states = holdfast.as(OWNER);
            State plan = states.open(StateSpec.named("team/" + SECRET).labels(Map.of("l", SECRET)))
                    .state();
            plan.write(w -> w.set("b", SECRET).commandId("op-1"));
            states.open(StateSpec.named("freed")).state().close("op-close");
            holdfast.moving().backUp(folder.resolve("backup"), Progress.NONE);
            states.open(StateSpec.named("freed")).state().write(w -> w.set("of", "second"));
            holdfast.moving().backUp(folder.resolve("backup"), Progress.NONE);
            copyKeys(holdfast, folder.resolve("keys"));
        }
    }

    private static void copyKeys(Holdfast holdfast, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            holdfast.moving().copyKeys(out, Progress.NONE);
        }
    }

    /** The name is readable unless names are sealed; nothing else is. */
    private void assertNothingReadable(boolean namesSealed) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                String hidden =
                        namesSealed ? text : text.replace("team/" + SECRET, "").replace("\"l\":\"" + SECRET, "");
                assertThat(hidden).as(Objects.toString(file)).doesNotContain(SECRET);
            }
        }
    }
}
