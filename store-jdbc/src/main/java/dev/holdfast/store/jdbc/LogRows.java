package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads commits from rows, which have the same columns in every database.
 *
 * @param decoded turns a principal or the id of a command, as it is kept, into what it is
 */
record LogRows(UnaryOperator<String> decoded) {
    /** A page of a state's log, from rows of revision, hash, time, principal, command and event; a base has no time. */
    CommitPage page(ResultSet rows, int maxCommits, int maxBytes) throws SQLException {
        Base base = null;
        List<Commit> commits = new ArrayList<>();
        long total = 0;
        while (rows.next()) {
            rows.getLong(3);
            if (rows.wasNull()) {
                base = new Base(rows.getLong(1), bytes(rows, 6), bytes(rows, 2));
                continue;
            }
            Commit commit = commit(rows, 1);
            total += commit.event().length();
            if (commits.size() == maxCommits || (total > maxBytes && !commits.isEmpty())) {
                return new CommitPage(base, commits, true);
            }
            commits.add(commit);
        }
        return new CommitPage(base, commits, false);
    }

    /** An entry of the feed and its position. */
    record PlacedEntry(long position, FeedPage.Entry entry) {}

    /** An entry of the feed, from rows of position, state and the columns of a commit. */
    PlacedEntry entry(ResultSet row) throws SQLException {
        return new PlacedEntry(row.getLong(1), new FeedPage.Entry(id(row.getString(2)), commit(row, 3)));
    }

    static StateId id(String text) {
        StateId id = idIfSound(text);
        if (id == null) {
            throw StoreUnavailableException.unusable("the id of a state cannot be read; the store is damaged");
        }
        return id;
    }

    /** The id in a column; null if another program put something else there. */
    static @Nullable StateId idIfSound(@Nullable String text) {
        try {
            return text == null ? null : new StateId(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Commit commit(ResultSet row, int first) throws SQLException {
        String principal = row.getString(first + 3);
        String command = row.getString(first + 4);
        return new Commit(
                row.getLong(first),
                principal == null || command == null
                        ? null
                        : new CommandKey(decoded.apply(principal), decoded.apply(command)),
                HeaderColumns.instant(row.getLong(first + 2)),
                bytes(row, first + 5),
                bytes(row, first + 1));
    }

    /**
     * The checksum that commands are looked up by; different commands may share it, so their text is compared as well.
     */
    static int finder(CommandKey command) {
        CRC32C checksum = new CRC32C();
        checksum.update(command.principal().getBytes(StandardCharsets.UTF_8));
        checksum.update(0);
        checksum.update(command.id().getBytes(StandardCharsets.UTF_8));
        return (int) checksum.getValue();
    }

    /** A column that is never null. SQLite returns null for an empty blob as well. */
    static Bytes bytes(ResultSet row, int column) throws SQLException {
        byte[] content = row.getBytes(column);
        return Bytes.wrap(content == null ? new byte[0] : content);
    }
}
