package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A history is imported from each kind of store into each, with keys or without, or refused before anything is done.
 */
final class ImportedKindsTest {
    private static final Principal OWNER = Principal.local("mover");
    private static final MasterKey THEIRS = MasterKeys.parse("00".repeat(31) + "0a");
    private static final MasterKey OURS = MasterKeys.parse("00".repeat(31) + "0b");

    @TempDir
    private Path folder;

    /** How a store keeps what it has. */
    private enum Kind {
        PLAIN,
        ENCRYPTED,
        NAMES_SEALED
    }

    private record Place(Kind kind, MasterKey master, MemoryStorage storage, MemoryVault.Content keys) {
        Place(Kind kind, MasterKey master) {
            this(kind, master, new MemoryStorage(), new MemoryVault.Content());
        }

        Holdfast open() {
            Holdfast.Builder builder = Holdfast.on(MemoryLog.open(storage)).timersByHand();
            return switch (kind) {
                case PLAIN -> builder.open();
                case ENCRYPTED ->
                    builder.encrypted(master, MemoryVault.open(keys)).open();
                case NAMES_SEALED ->
                    builder.encrypted(master, MemoryVault.open(keys))
                            .sealedNames()
                            .open();
            };
        }
    }

    @TestFactory
    Stream<DynamicTest> import_ofEachKindIntoEach() {
        return Stream.of(Kind.values())
                .flatMap(from -> Stream.of(Kind.values())
                        .flatMap(to -> Stream.of(false, true)
                                .map(keys -> DynamicTest.dynamicTest(
                                        from + " into " + to + (keys ? " with keys" : ""),
                                        () -> check(from, to, keys)))));
    }

    private void check(Kind from, Kind to, boolean keys) throws IOException {
        String name = from + "-" + to + "-" + keys;
        StateId id = exported(from, name);
        Place into = new Place(to, OURS);
        String refused = refusal(from, to, keys);
        try (Holdfast holdfast = into.open()) {
            if (refused != null) {
                assertThat(failure(Code.INVALID, () -> imported(holdfast, name, keys, THEIRS))
                                .hint())
                        .contains(refused);
                assertThat(holdfast.count(Progress.NONE).states()).isZero();
                assertThat(MemoryVault.open(into.keys).find(id)).isEmpty();
                return;
            }
            assertThat(imported(holdfast, name, keys, THEIRS).reasons()).isEmpty();
            State plan = holdfast.as(OWNER).state("@team/plan");
            assertThat(plan.handle()).isEqualTo(id);
            assertThat(plan.read().document().string("text")).isEqualTo("moved");
            plan.write(w -> w.set("text", "here"));
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    /** What the refusal says; null if it is imported. */
    private static @Nullable String refusal(Kind from, Kind to, boolean keys) {
        return switch (from) {
            case PLAIN -> {
                String inClear = keys ? "needs no keys" : null;
                yield to == Kind.PLAIN ? inClear : "--plain";
            }
            case ENCRYPTED -> to == Kind.PLAIN ? "this store is not" : keys ? null : "--keys";
            case NAMES_SEALED -> to != Kind.NAMES_SEALED ? "--seal-names" : keys ? null : "--keys";
        };
    }

    @Test
    void keys_ofAnotherStore_orUnderAnotherMaster_areRefused() throws IOException {
        StateId id = exported(Kind.ENCRYPTED, "one");
        exported(Kind.ENCRYPTED, "two");
        Place into = new Place(Kind.ENCRYPTED, OURS);
        try (Holdfast holdfast = into.open()) {
            assertThatThrownBy(() -> imported(holdfast, "one", true, OURS))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("master key");
            Files.move(folder.resolve("two.keys"), folder.resolve("one.keys"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(failure(Code.INVALID, () -> imported(holdfast, "one", true, THEIRS))
                            .hint())
                    .contains("another store");
            assertThat(holdfast.count(Progress.NONE).states()).isZero();
            assertThat(MemoryVault.open(into.keys).find(id)).isEmpty();
        }
    }

    @Test
    void keys_ofStatesThatAreErased_doNotComeBack() throws IOException {
        StateId id = exported(Kind.ENCRYPTED, "erased");
        Place into = new Place(Kind.ENCRYPTED, OURS);
        try (Holdfast holdfast = into.open()) {
            imported(holdfast, "erased", true, THEIRS);
            holdfast.as(OWNER).state(id.value()).erase(null);
            Imported again = imported(holdfast, "erased", true, THEIRS);
            assertThat(again.reasons()).containsExactly(new Imported.Left(id, Imported.Reason.ERASED));
            assertThat(MemoryVault.open(into.keys).find(id)).isEmpty();
        }
    }

    private Imported imported(Holdfast holdfast, String name, boolean keys, MasterKey master) {
        Path file = folder.resolve(name);
        return keys
                ? holdfast.moving().importSealed(file, false, folder.resolve(name + ".keys"), master, Progress.NONE)
                : holdfast.moving().importFrom(file, false, false, Progress.NONE);
    }

    /** Makes a store, exports it, and copies its keys; of a store in clear, keys of some other. */
    private StateId exported(Kind kind, String name) throws IOException {
        Place place = new Place(kind, THEIRS);
        StateId id;
        try (Holdfast holdfast = place.open();
                OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            State plan = holdfast.as(OWNER).open(StateSpec.named("team/plan")).state();
            plan.write(w -> w.set("text", "moved"));
            id = plan.handle();
            holdfast.moving().export(new ExportSelection.All(), ExportContent.HISTORY, out, Progress.NONE);
        }
        Place keyed = kind == Kind.PLAIN ? new Place(Kind.ENCRYPTED, THEIRS) : place;
        try (Holdfast holdfast = keyed.open();
                OutputStream out = Files.newOutputStream(folder.resolve(name + ".keys"))) {
            holdfast.moving().copyKeys(out, Progress.NONE);
        }
        return id;
    }
}
