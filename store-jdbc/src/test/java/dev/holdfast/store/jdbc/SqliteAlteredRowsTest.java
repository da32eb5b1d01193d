package dev.holdfast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that another program changed: those of commits, and those beside them by which commits and states are found.
 * Verification tells of each, and no call fails in a way that callers are not told of.
 */
final class SqliteAlteredRowsTest {
    private static final Principal OWNER = new Principal("alice");

    private static final List<String> CHANGES = List.of(
            "update reader set principal = 'mallory'",
            "delete from reader",
            "insert into reader (principal, id) select 'mallory', id from state where name = 'plan'",
            "update commits set at = at + 1000 where revision = 2",
            "update commits set at = 'x' where revision = 2",
            "update commits set principal = 'mallory' where command is not null",
            "update commits set command = 'other' where command is not null",
            "update commits set command = null where command is not null",
            "update commits set finder = finder + 1 where finder is not null",
            "update commits set finder = null where finder is not null",
            "update commits set event = x'00' where revision = 2",
            "update commits set event = '' where revision = 2",
            "update commits set event = (select event from commits where revision = 3 and state = s.key) "
                    + "from state s where s.name = 'plan' and commits.state = s.key and revision = 2",
            "update commits set event = cast(replace(cast(event as text), '/n', '/m') as blob) where revision = 3",
            "update commits set event = cast(replace(cast(event as text), 'written', 'wrought') as blob)",
            "update commits set hash = x'00' where revision = 2",
            "update commits set revision = 9 where revision = 3",
            "update commits set position = -position where revision = 3",
            "update commits set state = 9999 where revision = 3",
            "delete from commits where revision = 2",
            "delete from commits where revision = 4",
            "update state set owner = 'mallory' where name = 'plan'",
            "update state set owner = null where name = 'plan'",
            "update state set name = 'other' where name = 'plan'",
            "update state set labels = '{' where name = 'plan'",
            "update state set labels = '[]' where name = 'plan'",
            "update state set labels = null where name = 'plan'",
            "update state set readers = '{\"a\":1}' where name = 'plan'",
            "update state set readers = 'x' where name = 'plan'",
            "update state set lifetime = 'ETERNAL' where name = 'plan'",
            "update state set phase = null where name = 'plan'",
            "update state set due = 1 where name = 'plan'",
            "update state set expires = 1 where name = 'plan'",
            "update state set bytes = 1 where name = 'plan'",
            "update state set updated = 1 where name = 'plan'",
            "update state set revision = revision + 1 where name = 'plan'",
            "update state set revision = revision - 1 where name = 'plan'",
            "update state set hash = x'00' where name = 'plan'",
            "update state set id = 'NO ID' where name = 'plan'");

    @TempDir
    private Path folder;

    private Path whole = Path.of("");
    private StateId plan = new StateId("none");
    private StateId other = plan;

    @BeforeEach
    void write() {
        whole = folder.resolve("state.db");
        try (Holdfast holdfast = Holdfast.on(SqliteStore.open(whole)).open()) {
            State state = holdfast.as(OWNER)
                    .open(StateSpec.named("plan").labels(Map.of("team", "red")))
                    .state();
            plan = state.handle();
            state.write(w -> w.set("n", 1).commandId("command-1"));
            state.write(w -> w.increment("n", 1));
            state.share("bob", Access.READ);
            other = holdfast.as(OWNER).open(StateSpec.unnamed()).state().handle();
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> alteredRow_isToldByVerificationAndBreaksNothing() {
        return CHANGES.stream().map(change -> DynamicTest.dynamicTest(change, () -> check(change)));
    }

    private void check(String change) throws IOException, SQLException {
        Path copy = Files.createTempDirectory(folder, "copy").resolve("state.db");
        Files.copy(whole, copy);
        Files.copy(whole.resolveSibling("state.db-turn"), copy.resolveSibling("state.db-turn"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma writable_schema = on");
            statement.execute("pragma ignore_check_constraints = on");
            int changed;
            try {
                changed = statement.executeUpdate(change);
            } catch (SQLException e) {
                return; // SQLite itself refuses it.
            }
            assertThat(changed).as("rows changed").isPositive();
        }
        assertOthersAreMoved(copy);
        List<Throwable> strange = new ArrayList<>();
        try (Holdfast holdfast = Holdfast.on(SqliteStore.open(copy)).open()) {
            Verification verified = holdfast.verify(Progress.NONE);
            assertThat(verified.damages()).isNotEmpty();
            for (Principal caller : List.of(OWNER, new Principal("bob"), new Principal("mallory"))) {
                attempt(() -> calls(holdfast, caller).forEach(call -> attempt(call, strange)), strange);
            }
        }
        assertThat(strange).isEmpty();
    }

    /** A damaged state ends neither a backup nor an export nor a report, and is named if it is missing in them. */
    private void assertOthersAreMoved(Path copy) throws IOException {
        try (Holdfast holdfast = Holdfast.on(SqliteStore.open(copy)).open()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Exported exported =
                    holdfast.moving().export(new ExportSelection.All(), ExportContent.HISTORY, out, Progress.NONE);
            String lines = out.toString(StandardCharsets.UTF_8);
            assertThat(lines).contains(other.value() + "\"}}", "{\"end\":");
            holdfast.moving().backUp(copy.resolveSibling("backup"), Progress.NONE);
            holdfast.privacy().report(Subject.principal("bob"), finding -> {}, Progress.NONE);
            boolean named = exported.damages().stream().anyMatch(damage -> plan.equals(damage.state()));
            boolean whole = lines.contains("\"revision\":4,\"state\":\"" + plan);
            boolean listed = holdfast.verify(Progress.NONE).damages().stream()
                    .noneMatch(damage -> damage.what().contains("of an erased or absent state"));
            boolean nameless = holdfast.verify(Progress.NONE).damages().stream()
                    .anyMatch(damage -> damage.what().contains("header") && damage.state() == null);
            assertThat(named || whole || !listed || nameless).isTrue();
        }
    }

    private List<Runnable> calls(Holdfast holdfast, Principal caller) {
        State state = holdfast.as(caller).state(plan.value());
        return List.of(
                () -> holdfast.as(caller).list(ListQuery.ALL),
                () -> holdfast.as(caller).list(new ListQuery(null, Map.of("team", "red"), null, null, 10)),
                () -> holdfast.as(caller).open(StateSpec.named("plan")),
                state::read,
                () -> state.at(2),
                () -> state.at(Instant.now()),
                () -> state.history(1, 10),
                () -> state.write(w -> w.set("n", 1).commandId("command-1")),
                () -> state.write(w -> w.increment("n", 1)),
                state::undo,
                () -> state.replay(null, null, (event, view) -> {}),
                () -> holdfast.fireTimers(),
                () -> holdfast.count(Progress.NONE),
                () -> holdfast.compact(Progress.NONE));
    }

    private static void attempt(Runnable call, List<Throwable> strange) {
        try {
            call.run();
        } catch (HoldfastException | StoreUnavailableException e) {
            // Told to the caller.
        } catch (RuntimeException | Error e) {
            strange.add(e);
        }
    }
}
