package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an error of PostgreSQL or its driver means for a transaction, by its SQLSTATE. */
enum PostgresError {
    /** Another transaction held a lock for longer than we wait, or the server had no time or no connection for us. */
    BUSY,
    /** The server answered that it carried nothing out. */
    REFUSED,
    /** The connection ended, or the server did: a transaction that was to be committed then may or may not be. */
    CUT_OFF;

    /** Lock not available, deadlock, statement cancelled by its time limit, too many connections. */
    private static final Set<String> SHORT_OF_TIME = Set.of("55P03", "40P01", "57014", "53300");

    /**
     * Connection failures; operator intervention, such as a shutdown; system, configuration and internal errors. All
     * others are answers of a server that goes on, and has rolled back.
     */
    private static final Set<String> CUT_OFF_CLASSES = Set.of("08", "57", "58", "F0", "XX");

    private static final int CLASS = 2;

    static PostgresError of(SQLException e) {
        String state = e.getSQLState();
        if (state != null && SHORT_OF_TIME.contains(state)) {
            return BUSY;
        }
        boolean answered = state != null && state.length() > CLASS && !CUT_OFF_CLASSES.contains(state.substring(0, 2));
        return answered ? REFUSED : CUT_OFF;
    }

    /** Whether a transaction of one statement may be there although this was thrown once it was sent. */
    static boolean leavesOpen(SQLException e) {
        return of(e) == CUT_OFF || e instanceof PostgresAppend.NotReplicatedException;
    }

    /** The exception for callers of the store, given what failed. Holds no part of an address. */
    static StoreUnavailableException unavailable(String what, SQLException e) {
        return of(e) == BUSY ? StoreUnavailableException.busy("the database") : failed(what, e);
    }

    /** Without its cause, of which more than the message would be written down. */
    private static StoreUnavailableException failed(String what, SQLException e) {
        return StoreUnavailableException.unusable(what + " failed: " + reason(e));
    }

    /** What the database said: the pool tells only that it has no connection, and why not by what caused that. */
    private static String reason(SQLException e) {
        SQLException deepest = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            deepest = cause instanceof SQLException said ? said : deepest;
        }
        return oneLine(deepest.getMessage());
    }

    private static String oneLine(@Nullable String message) {
        return message == null
                ? "for a reason that is not told"
                : message.replaceAll("\\s+", " ").strip();
    }
}
