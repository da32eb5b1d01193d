package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateHeader;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Appends runs by one call of the function {@code append_runs}, which is a transaction by itself: one round trip, one
 * barrier.
 */
final class PostgresAppend {
    private static final int PARAMETERS = 29;
    private static final String CALL = "select refused, actual, erased from append_runs("
            + String.join(", ", Collections.nCopies(PARAMETERS, "?")) + ")";

    private final List<PostgresRuns.Run> runs;
    private final List<Placed<Append>> commits = new ArrayList<>();
    private final List<Placed<String>> readers = new ArrayList<>();
    private final List<Placed<String>> waits = new ArrayList<>();

    /** Something of the run with a number, the first of which is 1. */
    private record Placed<T>(int run, T what) {}

    /** The wait for a standby was cancelled: the commit is on this server, but perhaps on no other. */
    static final class NotReplicatedException extends SQLException {
        private static final long serialVersionUID = 1L;

        NotReplicatedException(SQLWarning warning) {
            super(warning.getMessage(), warning.getSQLState(), warning);
        }
    }

    private PostgresAppend(List<PostgresRuns.Run> runs) {
        this.runs = runs;
        for (int i = 0; i < runs.size(); i++) {
            int number = i + 1;
            runs.get(i).appends().forEach(append -> commits.add(new Placed<>(number, append)));
            StateHeader header = runs.get(i).last().header();
            header.readers().forEach(reader -> readers.add(new Placed<>(number, PostgresText.encode(reader))));
            header.waitsFor().forEach(what -> waits.add(new Placed<>(number, PostgresText.encode(what))));
        }
    }

    /** Appends the runs that fit, and refuses the others. */
    static void run(Connection connection, PostgresRuns batch) throws SQLException {
        List<PostgresRuns.Run> runs = batch.runs();
        try (PreparedStatement call = connection.prepareStatement(CALL)) {
            new PostgresAppend(runs).bind(call);
            try (ResultSet refused = call.executeQuery()) {
                requireReplicated(call.getWarnings());
                requireReplicated(connection.getWarnings());
                while (refused.next()) {
                    AppendResult result = refused.getBoolean(3)
                            ? new AppendResult.Gone()
                            : new AppendResult.Conflict(OptionalLong.of(refused.getLong(2)));
                    batch.refuse(runs.get(refused.getInt(1) - 1), result);
                }
            }
        }
    }

    /** The only warning that a commit has: the wait for a standby was cancelled. Notices are no warnings. */
    private static void requireReplicated(@Nullable SQLWarning warning) throws SQLException {
        if (warning != null && !"00000".equals(warning.getSQLState())) {
            throw new NotReplicatedException(warning);
        }
    }

    private void bind(PreparedStatement call) throws SQLException {
        int next = bindRuns(call);
        call.setArray(next++, array(call, "int4", readers, Placed::run));
        call.setArray(next++, array(call, "text", readers, Placed::what));
        call.setArray(next++, array(call, "int4", waits, Placed::run));
        call.setArray(next++, array(call, "text", waits, Placed::what));
        call.setArray(next++, array(call, "int4", commits, Placed::run));
        call.setArray(next++, commits(call, "int8", Commit::revision));
        call.setArray(next++, commits(call, "int8", commit -> HeaderColumns.micros(commit.at())));
        call.setArray(next++, commits(call, "bytea", commit -> commit.hash().borrow()));
        call.setArray(next++, commands(call, "text", command -> PostgresText.encode(command.principal())));
        call.setArray(next++, commands(call, "text", command -> PostgresText.encode(command.id())));
        call.setArray(next++, commands(call, "int4", LogRows::finder));
        call.setArray(next, commits(call, "bytea", commit -> commit.event().borrow()));
    }

    private int bindRuns(PreparedStatement call) throws SQLException {
        int next = 1;
        call.setArray(next++, array(call, "int4", runs, PostgresRuns.Run::shard));
        call.setArray(
                next++, array(call, "text", runs, run -> run.first().state().value()));
        call.setArray(next++, array(call, "int8", runs, run -> run.first().expected()));
        call.setArray(
                next++, array(call, "int8", runs, run -> run.last().commit().revision()));
        call.setArray(
                next++,
                array(call, "bytea", runs, run -> run.last().commit().hash().borrow()));
        for (HeaderColumns.Column column : HeaderColumns.COLUMNS) {
            call.setArray(
                    next++,
                    array(
                            call,
                            column.type(),
                            runs,
                            run -> encoded(column.value().apply(run.last().header()))));
        }
        return next;
    }

    private static @Nullable Object encoded(@Nullable Object value) {
        return value instanceof String text ? PostgresText.encode(text) : value;
    }

    private Array commits(PreparedStatement call, String type, Function<Commit, @Nullable Object> value)
            throws SQLException {
        return array(call, type, commits, placed -> value.apply(placed.what().commit()));
    }

    /** Null for a commit of a command that is not remembered. */
    private Array commands(PreparedStatement call, String type, Function<CommandKey, Object> value)
            throws SQLException {
        return commits(call, type, commit -> {
            CommandKey command = commit.command();
            return command == null ? null : value.apply(command);
        });
    }

    private static <T> Array array(
            PreparedStatement call, String type, List<T> elements, Function<? super T, @Nullable Object> value)
            throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(elements.size());
        elements.forEach(element -> values.add(value.apply(element)));
        Object[] typed = switch (type) {
            case "int4" -> new Integer[values.size()];
            case "int8" -> new Long[values.size()];
            case "bytea" -> new byte[values.size()][];
            default -> new String[values.size()];
        };
        return call.getConnection().createArrayOf(type, values.toArray(typed));
    }
}
