package dev.holdfast.testkit.custody;

import static dev.holdfast.testkit.engine.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure.Code;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.moving.Imported.Reason;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Seeds;
import dev.holdfast.testkit.engine.SeededRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** States that are exported from one store and imported into another are the same there, event by event. */
public interface MovingContract {
    /** Whose states these tests make. */
    Principal OWNER = Principal.local("mover");

    /** Opens the store of that name; it is empty at first, and no other test has it. */
    CommitLog store(String name);

    /** A folder for what is exported. */
    Path folder();

    /** An engine whose timers do not fire by themselves. */
    private static Holdfast engine(CommitLog log) {
        return Holdfast.on(log).timersByHand().open();
    }

    @Test
    default void history_isTheSameInEveryStore() {
        try (SeededRun run = new SeededRun(store("first"))) {
            run.commands(400);
        }
        try (Holdfast first = engine(store("first"));
                Holdfast memory = engine(MemoryLog.open());
                Holdfast last = engine(store("last"))) {
            MovedStates.everyKind(first.as(OWNER));
            first.compact(Progress.NONE);
            Path there = export(first, "there");
            Imported moved = memory.moving().importFrom(there, false, false, Progress.NONE);
            assertThat(moved.reasons()).isEmpty();
            Path back = export(memory, "back");
            last.moving().importFrom(back, false, false, Progress.NONE);
            assertThat(MovedStates.lines(back)).isEqualTo(MovedStates.lines(there));
            assertThat(MovedStates.lines(export(last, "again"))).isEqualTo(MovedStates.lines(there));
            for (Holdfast each : List.of(first, memory, last)) {
                assertThat(each.verify(Progress.NONE).damages()).isEmpty();
                assertThat(document(each, "@compacted")).isEqualTo(document(first, "@compacted"));
                assertThat(each.as(OWNER).questions(null).questions()).hasSize(1);
            }
        }
    }

    @Test
    default void history_isUsedFurtherWhereItWasBrought() {
        try (Holdfast from = engine(MemoryLog.open());
                Holdfast to = engine(store("used"))) {
            State state = from.as(OWNER).open(StateSpec.named("plan")).state();
            state.write(w -> w.set("n", 1).commandId("one"));
            to.moving().importFrom(export(from, "used"), false, false, Progress.NONE);
            State brought = to.as(OWNER).state("@plan");
            assertThat(brought.write(w -> w.set("n", 1).commandId("one")).replayed())
                    .isTrue();
            brought.write(w -> w.set("n", 2));
            brought.undo();
            assertThat(brought.read().document()).isEqualTo(state.read().document());
            assertThat(to.as(OWNER).open(StateSpec.named("plan")).created()).isFalse();
        }
    }

    @Test
    default void import_isCarriedOutTwiceWithoutDoubling() {
        try (Holdfast from = engine(MemoryLog.open());
                CommitLog log = store("twice");
                Holdfast to = engine(store("twice"))) {
            MovedStates.everyKind(from.as(OWNER));
            Path early = export(from, "early");
            Imported first = to.moving().importFrom(early, false, false, Progress.NONE);
            Cursor end = log.feed(0, Cursor.LATEST, 1, Duration.ZERO).next();
            Imported second = to.moving().importFrom(early, false, false, Progress.NONE);
            assertThat(second.same()).isEqualTo(first.created());
            assertThat(log.feed(0, end, 1, Duration.ZERO).entries()).isEmpty();

            from.as(OWNER).state("@plan").write(w -> w.set("later", true));
            Imported third = to.moving().importFrom(export(from, "late"), false, false, Progress.NONE);
            assertThat(third.continued()).isEqualTo(1);
            assertThat(third.events()).isEqualTo(1);
            Imported fourth = to.moving().importFrom(early, false, false, Progress.NONE);
            assertThat(fourth.same()).isEqualTo(first.created());
            assertThat(to.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @Test
    default void import_overwritesNothing() {
        try (Holdfast from = engine(MemoryLog.open());
                Holdfast to = engine(store("kept"))) {
            State plan = from.as(OWNER).open(StateSpec.named("plan")).state();
            State erased = from.as(OWNER).open(StateSpec.unnamed()).state();
            to.moving().importFrom(export(from, "kept"), false, false, Progress.NONE);
            to.as(OWNER).state(erased.handle().value()).erase(null);
            to.as(OWNER).state("@plan").write(w -> w.set("here", 1));
            plan.write(w -> w.set("there", 1));
            Imported again = to.moving().importFrom(export(from, "other"), false, false, Progress.NONE);
            assertThat(again.reasons())
                    .containsExactlyInAnyOrder(
                            new Imported.Left(plan.handle(), Reason.OTHER_CHAIN),
                            new Imported.Left(erased.handle(), Reason.ERASED));
            assertThat(document(to, "@plan")).isEqualTo(JsonObject.of("here", Json.of(1)));
        }
    }

    @TestFactory
    default Stream<DynamicTest> file_thatWasAlteredIsRefused() {
        return Seeds.tests(4, seed -> {
            Random random = new Random(seed);
            try (Holdfast from = engine(MemoryLog.open());
                    Holdfast to = engine(MemoryLog.open())) {
                MovedStates.everyKind(from.as(OWNER));
                Path file = export(from, "altered-" + seed);
                byte[] sound = MovedStates.bytes(file);
                for (int i = 0; i < 25; i++) {
                    byte[] altered = sound.clone();
                    altered[random.nextInt(altered.length - 1)] ^= (byte) (1 << random.nextInt(7));
                    write(file, altered);
                    refused(to, file);
                }
                String text = new String(sound, StandardCharsets.UTF_8);
                String digest =
                        text.substring(text.lastIndexOf("\"sha256\":\"") + 10).replaceAll("\".*\\s*", "");
                write(
                        file,
                        text.replace(digest, digest.toUpperCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
                refused(to, file);
                assertThat(to.count(Progress.NONE).states()).isZero();
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> file_thatWasCutIsTakenUpToItsLastWholeStateIfAsked() {
        return Seeds.tests(3, seed -> {
            Random random = new Random(seed);
            String name = "cut-" + seed;
            try (Holdfast from = engine(MemoryLog.open());
                    Holdfast to = engine(store(name))) {
                MovedStates.everyKind(from.as(OWNER));
                Path file = export(from, name);
                byte[] whole = MovedStates.bytes(file);
                int title = firstLine(whole);
                for (int i = 0; i < 4; i++) {
                    write(file, Arrays.copyOf(whole, title + random.nextInt(whole.length - title)));
                    failure(Code.INVALID, () -> to.moving().importFrom(file, false, false, Progress.NONE));
                    Imported part = to.moving().importFrom(file, true, false, Progress.NONE);
                    assertThat(part.whole()).isFalse();
                    assertThat(to.verify(Progress.NONE).damages()).isEmpty();
                }
                write(file, whole);
                to.moving().importFrom(file, false, false, Progress.NONE);
                assertThat(MovedStates.lines(export(to, name + "-after"))).isEqualTo(MovedStates.lines(file));
            }
        });
    }

    @Test
    default void selection_isOneStateAPrefixOrAll() {
        try (Holdfast holdfast = engine(store("selected"))) {
            States states = holdfast.as(OWNER);
            State one = states.open(StateSpec.named("team/one")).state();
            states.open(StateSpec.named("team/two"));
            states.open(StateSpec.named("other"));
            holdfast.as(Principal.local("another")).open(StateSpec.named("team/theirs"));
            assertThat(exported(holdfast, new ExportSelection.Only(Set.of(one.handle()))))
                    .containsExactly(one.handle().value());
            assertThat(exported(holdfast, new ExportSelection.Of(OWNER, "team/")))
                    .hasSize(2);
            assertThat(exported(holdfast, new ExportSelection.Of(OWNER, null))).hasSize(3);
            assertThat(exported(holdfast, new ExportSelection.All())).hasSize(4);
            StateId unknown = new StateId("st_" + "0".repeat(26));
            failure(Code.NOT_FOUND, () -> exported(holdfast, new ExportSelection.Only(Set.of(unknown))));
        }
    }

    @Test
    default void values_becomeNewStatesOnce() {
        try (Holdfast from = engine(MemoryLog.open());
                Holdfast to = engine(store("values"))) {
            MovedStates.everyKind(from.as(OWNER));
            Path file = export(from, ExportContent.VALUES, new ExportSelection.All(), "values");
            to.as(OWNER).open(StateSpec.named("taken")).state().write(w -> w.set("mine", 1));
            Imported first = to.moving().importFrom(file, false, false, Progress.NONE);
            assertThat(first.reasons()).extracting(Imported.Left::reason).containsExactly(Reason.NAME_TAKEN);
            assertThat(document(to, "@plan")).isEqualTo(document(from, "@plan"));
            assertThat(to.as(OWNER).state("@plan").read().labels())
                    .isEqualTo(from.as(OWNER).state("@plan").read().labels());
            assertThat(document(to, "@taken")).isEqualTo(JsonObject.of("mine", Json.of(1)));
            long states = to.count(Progress.NONE).states();
            Imported second = to.moving().importFrom(file, false, false, Progress.NONE);
            assertThat(second.same()).isEqualTo(first.created());
            assertThat(to.count(Progress.NONE).states()).isEqualTo(states);
        }
    }

    private Path export(Holdfast holdfast, String name) {
        return export(holdfast, ExportContent.HISTORY, new ExportSelection.All(), name);
    }

    private Path export(Holdfast holdfast, ExportContent content, ExportSelection selection, String name) {
        Path file = folder().resolve(name + ".jsonl");
        try (OutputStream out = Files.newOutputStream(file)) {
            holdfast.moving().export(selection, content, out, Progress.NONE);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> exported(Holdfast holdfast, ExportSelection selection) {
        return MovedStates.lines(export(holdfast, ExportContent.VALUES, selection, "selected")).stream()
                .map(line -> (JsonObject) Json.parse(line))
                .map(line -> Objects.requireNonNull(line.object("value")))
                .map(value -> String.valueOf(value.string("state")))
                .toList();
    }

    private static int firstLine(byte[] text) {
        int end = 0;
        while (text[end] != '\n') {
            end++;
        }
        return end + 1;
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject document(Holdfast holdfast, String target) {
        StateView view = holdfast.as(OWNER).state(target).read();
        return view.document();
    }

    private static void refused(Holdfast to, Path file) {
        assertThatThrownBy(() -> to.moving().importFrom(file, false, false, Progress.NONE))
                .isInstanceOf(HoldfastException.class);
    }
}
