package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.HeaderSearch;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statement for a page of a listing. Its text depends on which parts the filter has, never on their values, so
 * there are few texts, and each statement can be kept. Rows that cannot be read are told as such.
 */
final class ListStatement {
    private final HeaderFilter filter;
    private final String after;
    private final List<Object> parameters = new ArrayList<>();

    private ListStatement(HeaderFilter filter, @Nullable StateId after) {
        this.filter = filter;
        this.after = after == null ? "" : after.value();
    }

    static StatePage page(Session session, HeaderFilter filter, @Nullable StateId after, int max) throws SQLException {
        ListStatement listing = new ListStatement(filter, after);
        int most = Math.max(max, HeaderSearch.MOST_LOOKED_AT);
        String sql = listing.sql(most) + " limit ?";
        listing.parameters.add(most + 1L);
        PreparedStatement select = session.prepare(sql);
        for (int i = 0; i < listing.parameters.size(); i++) {
            select.setObject(i + 1, listing.parameters.get(i));
        }
        try (ResultSet rows = select.executeQuery()) {
            return listing.page(rows, max, most);
        }
    }

    private StatePage page(ResultSet rows, int max, int most) throws SQLException {
        List<StatePage.Listed> page = new ArrayList<>();
        List<StateId> unreadable = new ArrayList<>();
        StateId last = null;
        for (int count = 0; rows.next(); count++) {
            if (page.size() == max || count == most) {
                return new StatePage(page, last, unreadable);
            }
            StateId id = LogRows.idIfSound(rows.getString(1));
            StateHeader header = HeaderColumns.readIfSound(rows, 3);
            if (id != null && header != null) {
                addIfMatching(page, new StatePage.Listed(id, rows.getLong(2), header));
            } else if (filter.principal() != null && id != null) {
                throw StoreUnavailableException.damaged(id, rows.getLong(2));
            } else if (id != null) {
                unreadable.add(id);
            }
            last = id == null ? last : id;
        }
        return new StatePage(page, null, unreadable);
    }

    /** Compared here, since SQLite would go through any number of rows for one that matches. */
    private void addIfMatching(List<StatePage.Listed> page, StatePage.Listed row) {
        if (filter.matches(row.header())) {
            page.add(row);
        }
    }

    private String sql(int most) {
        if (!filter.waitsFor().isEmpty()) {
            return waiting(most);
        } else if (filter.principal() != null) {
            return ownedBy(filter.principal()) + " union all " + readableBy(filter.principal()) + " order by id";
        } else if (filter.dueBefore() != null) {
            // Few states are due, so they are found by time and sorted: the + keeps the index on ids out of it.
            return columns("s") + "from state s where +s.id > " + parameter(after) + " and s.due < "
                    + parameter(HeaderColumns.micros(filter.dueBefore())) + " order by +s.id";
        }
        String aging =
                filter.aging() ? "indexed by state_by_age where s.kept_for is not null" : "where s.owner is not null";
        return columns("s") + "from state s " + aging + " and s.id > " + parameter(after) + " order by s.id";
    }

    /**
     * The states that wait, each found from the one before. Where a principal is named, the next one that waits only
     * leads to the first of the principal's from there on, which need not wait itself: so neither what waits for others
     * nor what else the principal has is gone through.
     *
     * <p>Each row leads to one, the next in order, and a cross join keeps the outer order. To ask for that order again
     * would have SQLite find all that wait before it gives the first.
     */
    private String waiting(int most) {
        String begin = "with recursive f(id) as (select " + parameter(after) + " union all select ";
        String next = filter.principal() == null ? nextThatWaits() : nextOf(filter.principal());
        // The place to begin, and the end, are rows too.
        String end = " from f where f.id is not null limit " + parameter(most + 2L) + ") ";
        return begin + next + end + columns("s") + "from f cross join state s on s.id = f.id where s.id > "
                + parameter(after);
    }

    private String nextThatWaits() {
        return "(select min((select min(w.id) from waiting w where w.what = j.value and w.id > f.id)) from json_each("
                + parameter(HeaderColumns.text(filter.waitsFor())) + ") j)";
    }

    private String nextOf(String principal) {
        String owned = "(select min(o.id) from state o where o.owner = " + parameter(principal) + " and o.id >= n.id)";
        String readable =
                "(select min(r.id) from reader r where r.principal = " + parameter(principal) + " and r.id >= n.id)";
        // '~' comes after every id.
        return "(select min(ifnull(" + owned + ", '~'), ifnull(" + readable + ", '~')) from (select " + nextThatWaits()
                + " as id) n where n.id is not null)";
    }

    private String ownedBy(String principal) {
        return columns("s") + "from state s where s.owner = " + parameter(principal) + " and s.id > "
                + parameter(after);
    }

    private String readableBy(String principal) {
        return columns("r") + "from reader r join state s on s.id = r.id where r.principal = " + parameter(principal)
                + " and r.id > " + parameter(after) + " and s.owner <> " + parameter(principal);
    }

    private static String columns(String idTable) {
        return "select " + idTable + ".id as id, s.revision, " + HeaderColumns.NAMES + " ";
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "?";
    }
}
