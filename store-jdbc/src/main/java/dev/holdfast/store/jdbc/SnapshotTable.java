package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.StateId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The statements on the table of snapshots, one row a state. Emptying the table changes no result. */
final class SnapshotTable {
    private final Session session;

    SnapshotTable(Session session) {
        this.session = session;
    }

    Optional<Snapshot> find(StateId id) throws SQLException {
        PreparedStatement select = session.prepare("""
                select revision, content, hash from snapshot where state = (select key from state where id = ?)""");
        select.setString(1, id.value());
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Snapshot(row.getLong(1), Bytes.wrap(row.getBytes(2)), Bytes.wrap(row.getBytes(3))))
                    : Optional.empty();
        }
    }

    /** Replaces a state's snapshot; returns false if there is no such state. */
    boolean put(StateId id, Snapshot snapshot) throws SQLException {
        PreparedStatement upsert = session.prepare("""
                insert into snapshot (state, revision, hash, content)
                select key, ?, ?, ? from state where id = ? and owner is not null
                on conflict (state) do update
                set revision = excluded.revision, hash = excluded.hash, content = excluded.content""");
        upsert.setLong(1, snapshot.revision());
        upsert.setBytes(2, snapshot.hash().borrow());
        upsert.setBytes(3, snapshot.content().borrow());
        upsert.setString(4, id.value());
        return upsert.executeUpdate() > 0;
    }

    /** Deletes a snapshot; returns whether there was one. */
    boolean delete(StateId id) throws SQLException {
        PreparedStatement delete =
                session.prepare("delete from snapshot where state = (select key from state where id = ?)");
        delete.setString(1, id.value());
        return delete.executeUpdate() > 0;
    }
}
