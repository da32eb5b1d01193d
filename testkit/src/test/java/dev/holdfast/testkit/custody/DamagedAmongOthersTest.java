package dev.holdfast.testkit.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.custody.CertificateCheck;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.custody.Finding;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.custody.SubjectErasure;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.moving.BackedUp;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.moving.Restored;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One damaged state is named by what moves, reports and erases states, and ends that for no other. */
final class DamagedAmongOthersTest {
    private static final Principal OWNER = Principal.local("owner");
    private static final Principal READER = Principal.local("reader");

    private final DamageOf.Place place = new DamageOf.Place();

    @TempDir
    private Path folder;

    /** Makes three states of the owner, and answers the one to damage. */
    private StateId written(DamageOf kind) {
        try (Holdfast holdfast = kind.sound(place)) {
            for (String name : List.of("first", "spoiled", "last")) {
                Keep keep = kind.isOfBase() ? Keep.revisions(1) : Keep.EVERYTHING;
                State state = holdfast.as(OWNER)
                        .open(StateSpec.named(name).keep(keep))
                        .state();
                state.share(READER.id(), Access.READ);
            }
            return further(holdfast, 1);
        }
    }

    private static StateId further(Holdfast holdfast, int turn) {
        for (String name : List.of("@first", "@spoiled", "@last")) {
            State state = holdfast.as(OWNER).state(name);
            for (int i = 0; i < 4; i++) {
                state.write(w -> w.set("turn", turn).increment("n", 1));
            }
            state.compact();
        }
        return holdfast.as(OWNER).state("@spoiled").handle();
    }

    @ParameterizedTest
    @EnumSource
    void export_namesIt_andHasTheOthers(DamageOf kind) throws IOException {
        StateId spoiled = written(kind);
        try (Holdfast holdfast = kind.damaged(place, spoiled)) {
            for (ExportContent content : ExportContent.values()) {
                for (ExportSelection selection :
                        List.of(new ExportSelection.All(), new ExportSelection.Of(OWNER, null))) {
                    Path file = folder.resolve(content + selection.getClass().getSimpleName());
                    Exported exported = export(holdfast, selection, content, file);
                    assertNamed(exported.damages(), spoiled);
                    assertThat(Files.readString(file))
                            .contains(handle(holdfast, "@first"), handle(holdfast, "@last"), "{\"end\":");
                    assertThat(Files.readString(file).contains("{\"damaged\":{\"state\":\"" + spoiled))
                            .isEqualTo(kind != DamageOf.HEADER);
                }
            }
        }
        if (kind != DamageOf.KEY) {
            assertImported(kind, spoiled, "HISTORY");
            assertImported(kind, spoiled, "VALUES");
        }
    }

    private void assertImported(DamageOf kind, StateId spoiled, String content) {
        try (Holdfast to = Holdfast.on(MemoryLog.open()).timersByHand().open()) {
            Imported imported = to.moving().importFrom(folder.resolve(content + "All"), false, false, Progress.NONE);
            assertThat(imported.reasons().contains(new Imported.Left(spoiled, Imported.Reason.DAMAGED)))
                    .isEqualTo(kind != DamageOf.HEADER);
            assertThat(to.as(OWNER).state("@last").read().document().get("n")).isEqualTo(Json.of(4));
            assertThat(to.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void backup_namesIt_andHasTheOthers_andOfItWhatItHadBefore(DamageOf kind) throws IOException {
        StateId spoiled = written(kind);
        Path backup = folder.resolve("backup");
        try (Holdfast holdfast = kind.sound(place)) {
            assertThat(holdfast.moving().backUp(backup, Progress.NONE).damages())
                    .isEmpty();
            further(holdfast, 2);
        }
        try (Holdfast holdfast = kind.damaged(place, spoiled)) {
            BackedUp added = holdfast.moving().backUp(backup, Progress.NONE);
            assertThat(added.states()).isEqualTo(kind == DamageOf.HEADER ? 3 : 2);
            assertNamed(added.damages(), spoiled);
            if (kind != DamageOf.HEADER) {
                assertNamed(holdfast.moving().backUp(backup, Progress.NONE).damages(), spoiled);
            }
        }
        if (kind != DamageOf.KEY) {
            assertRestored(backup, kind == DamageOf.HEADER ? Set.of() : Set.of(spoiled), kind == DamageOf.HEADER);
        }
        try (Holdfast holdfast = kind.sound(place)) {
            assertThat(holdfast.moving().backUp(backup, Progress.NONE).states())
                    .isEqualTo(kind == DamageOf.HEADER ? 0 : 1);
        }
        if (kind != DamageOf.KEY) {
            assertRestored(backup, Set.of(), true);
        }
    }

    private static void assertRestored(Path backup, Set<StateId> damaged, boolean whole) {
        MemoryStorage storage = new MemoryStorage();
        Restored restored = Holdfast.on(MemoryLog.open(storage)).restore(backup, null, Instant.MAX, Progress.NONE);
        assertThat(restored.damaged()).isEqualTo(damaged);
        try (Holdfast holdfast =
                Holdfast.on(MemoryLog.open(storage)).timersByHand().open()) {
            assertThat(holdfast.as(OWNER).state("@last").read().document().get("turn"))
                    .isEqualTo(Json.of(2));
            assertThat(holdfast.as(OWNER).state("@spoiled").read().document().get("turn"))
                    .isEqualTo(Json.of(whole ? 2 : 1));
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void report_namesIt_andFindsTheOthers(DamageOf kind) {
        StateId spoiled = written(kind);
        try (Holdfast holdfast = kind.damaged(place, spoiled)) {
            List<Finding> found = new ArrayList<>();
            List<Damage> damages = holdfast.privacy().report(Subject.principal(READER.id()), found::add, Progress.NONE);
            assertNamed(damages, spoiled);
            assertThat(states(found))
                    .contains(id(holdfast, "@first"), id(holdfast, "@last"))
                    .hasSize(kind == DamageOf.HEADER ? 3 : 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void erasure_leavesIt_andTheCertificateSaysSo(DamageOf kind) throws IOException {
        StateId spoiled = written(kind);
        Subject owner = Subject.principal(OWNER.id());
        try (Holdfast holdfast = kind.damaged(place, spoiled)) {
            List<Finding> found = new ArrayList<>();
            List<Damage> damages = new ArrayList<>(holdfast.privacy().report(owner, found::add, Progress.NONE));
            SubjectErasure erasure = holdfast.privacy().erase(owner, states(found), Set.of(), Progress.NONE);
            damages.addAll(erasure.damages());
            StringBuilder certificate = new StringBuilder();
            holdfast.privacy().certify(owner, states(found), damages, certificate, null);

            assertNamed(damages, spoiled);
            boolean erased = kind == DamageOf.HEADER;
            assertThat(states(found)).hasSize(3);
            assertThat(erasure.erased()).isEqualTo(erased ? 3 : 2);
            assertThat(erasure.left()).isEqualTo(erased ? Set.of() : Set.of(spoiled));
            assertThat(certificate.toString().contains("{\"damaged\":\"" + spoiled + "\"}"))
                    .isEqualTo(!erased);
            CertificateCheck check =
                    holdfast.privacy().check(new StringReader(certificate.toString()), null, Progress.NONE);
            assertThat(check.unknown()).isEqualTo(erased ? 0 : 1);
            assertThat(check.states()).isEqualTo(erased ? 3 : 2);
            assertThat(check.damages()).isEmpty();
        }
    }

    private static Exported export(Holdfast holdfast, ExportSelection selection, ExportContent content, Path file)
            throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            return holdfast.moving().export(selection, content, out, Progress.NONE);
        }
    }

    private static void assertNamed(List<Damage> damages, StateId spoiled) {
        assertThat(damages).isNotEmpty().allMatch(damage -> spoiled.equals(damage.state()));
    }

    private static Set<StateId> states(List<Finding> found) {
        return found.stream()
                .filter(finding -> finding.kind() != Finding.Kind.INTERNAL)
                .map(Finding::state)
                .collect(Collectors.toSet());
    }

    private static StateId id(Holdfast holdfast, String name) {
        return holdfast.as(OWNER).state(name).handle();
    }

    private static String handle(Holdfast holdfast, String name) {
        return id(holdfast, name).value();
    }
}
