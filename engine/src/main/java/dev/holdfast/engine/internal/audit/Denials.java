package dev.holdfast.engine.internal.audit;

import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.spi.StateId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were refused, counted until they are stored. Those of one principal that are alike share a row; beyond so
 * many rows all others of the principal share one, and beyond so many in all, those of all other principals. So
 * neither memory nor log grows with the number of refusals. Not thread-safe.
 */
final class Denials {
    /** The most rows of one principal, the last of which is for all that have none of their own. */
    static final int MOST_OF_ONE = 16;

    /** The most rows in all, the last of which is for all that have none of their own. */
    static final int MOST = 256;

    private final Map<Row, Tally> rows = new LinkedHashMap<>();
    private final Map<String, Integer> rowsOf = new HashMap<>();

    private record Row(
            String principal, AuditKind kind, @Nullable StateId state, String outcome) {}

    private static final class Tally {
        private final Instant first;
        private long count;

        Tally(Instant first) {
            this.first = first;
        }
    }

    /** Counts one, or as many as an entry that could not be stored says. */
    void add(AuditEntry refused) {
        Row row = rowFor(new Row(refused.principal(), refused.did(), refused.state(), refused.outcome()));
        Tally tally = rows.get(row);
        if (tally == null) {
            tally = new Tally(refused.at());
            rows.put(row, tally);
            rowsOf.merge(row.principal(), 1, Integer::sum);
        }
        tally.count += refused.count();
    }

    private Row rowFor(Row row) {
        if (rows.containsKey(row)) {
            return row;
        }
        Row shared = new Row(row.principal(), AuditKind.ANY, null, "refused");
        boolean own = rowsOf.getOrDefault(row.principal(), 0) < MOST_OF_ONE - 1;
        Row wanted = own ? row : shared;
        return rows.containsKey(wanted) || rows.size() < MOST - 1
                ? wanted
                : new Row(AuditEntry.OTHERS, AuditKind.ANY, null, "refused");
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Takes out all rows. */
    List<AuditEntry> take(String via) {
        List<AuditEntry> taken = new ArrayList<>();
        rows.forEach((row, tally) -> taken.add(new AuditEntry(
                tally.first, row.principal(), row.kind(), row.state(), row.outcome(), 0, tally.count, via)));
        rows.clear();
        rowsOf.clear();
        return taken;
    }
}
