package dev.holdfast.store.jdbc;

import dev.holdfast.engine.local.HeaderSearch;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statement for a page of a listing. Its text depends on which parts the filter has, never on their values. Rows
 * that cannot be read are passed over. Each part of a union is limited by itself, so that an index gives its first rows
 * and no others are looked at.
 */
final class PostgresListing {
    private final int shard;
    private final HeaderFilter filter;
    private final String after;
    private final int most;
    private final List<Object> parameters = new ArrayList<>();

    private PostgresListing(int shard, HeaderFilter filter, @Nullable StateId after, int most) {
        this.shard = shard;
        this.filter = filter;
        this.after = after == null ? "" : after.value();
        this.most = most;
    }

    static StatePage page(Connection connection, int shard, HeaderFilter filter, @Nullable StateId after, int max)
            throws SQLException {
        int most = Math.max(max, HeaderSearch.MOST_LOOKED_AT);
        PostgresListing listing = new PostgresListing(shard, filter, after, most);
        String sql = listing.sql();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < listing.parameters.size(); i++) {
                select.setObject(i + 1, listing.parameters.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                return listing.page(rows, max);
            }
        }
    }

    private StatePage page(ResultSet rows, int max) throws SQLException {
        List<StatePage.Listed> page = new ArrayList<>();
        StateId last = null;
        for (int count = 0; rows.next(); count++) {
            if (page.size() == max || count == most) {
                return new StatePage(page, last);
            }
            StateId id = LogRows.idIfSound(rows.getString(1));
            StateHeader header = HeaderColumns.readIfSound(rows, 3);
            if (id != null && header != null) {
                addIfMatching(page, new StatePage.Listed(id, rows.getLong(2), PostgresText.decode(header)));
            } else if (filter.principal() != null && id != null) {
                throw StoreUnavailableException.damaged(id, rows.getLong(2));
            }
            last = id == null ? last : id;
        }
        return new StatePage(page, null);
    }

    private void addIfMatching(List<StatePage.Listed> page, StatePage.Listed row) {
        if (filter.matches(row.header())) {
            page.add(row);
        }
    }

    private String sql() {
        if (!filter.waitsFor().isEmpty()) {
            return waiting();
        } else if (filter.principal() != null) {
            String principal = PostgresText.encode(filter.principal());
            return "(" + ownedBy(principal) + ") union all (" + readableBy(principal) + ") order by id" + limit();
        } else if (filter.dueBefore() != null) {
            return columns() + "from state s where s.shard = " + parameter(shard) + " and s.due < "
                    + parameter(HeaderColumns.micros(filter.dueBefore())) + " and s.id > " + parameter(after)
                    + " order by s.id" + limit();
        }
        String which = filter.aging() ? "s.kept_for" : "s.owner";
        return columns() + "from state s where " + which + " is not null and s.shard = " + parameter(shard)
                + " and s.id > " + parameter(after) + " order by s.id" + limit();
    }

    /**
     * The states that wait, each found from the one before. Where a principal is named, the next one that waits only
     * leads to the first of the principal's from there on, which need not wait itself: so neither what waits for others
     * nor what else the principal has is gone through.
     */
    private String waiting() {
        String begin = "with recursive f(id, n) as (select " + parameter(after) + "::text collate \"C\", 0"
                + " union all select (";
        String next = filter.principal() == null ? nextThatWaits() : nextOf(PostgresText.encode(filter.principal()));
        // The place to begin, and the end, are rows too.
        String end = "), f.n + 1 from f where f.id is not null and f.n <= " + parameter(most + 1) + ") ";
        return begin + next + end + columns() + "from f join state s on s.id = f.id where s.owner is not null"
                + " and s.id > " + parameter(after) + " order by s.id" + limit();
    }

    private String nextThatWaits() {
        String[] whats = filter.waitsFor().stream().map(PostgresText::encode).toArray(String[]::new);
        return "select min(y.m) from unnest(" + parameter(whats) + "::text[]) w (what) cross join lateral ("
                + "select min(x.id) as m from waiting x where x.what = w.what and x.shard = " + parameter(shard)
                + " and x.id > f.id) y";
    }

    private String nextOf(String principal) {
        String begin = "select least((select min(o.id) from state o where o.owner = " + parameter(principal)
                + " and o.shard = " + parameter(shard) + " and o.id >= n.id), (select min(r.id) from reader r"
                + " where r.principal = " + parameter(principal) + " and r.shard = " + parameter(shard)
                + " and r.id >= n.id)) from (";
        return begin + nextThatWaits() + ") n (id) where n.id is not null";
    }

    private String ownedBy(String principal) {
        return columns() + "from state s where s.owner = " + parameter(principal) + " and s.shard = " + parameter(shard)
                + " and s.id > " + parameter(after) + " order by s.id" + limit();
    }

    private String readableBy(String principal) {
        return columns() + "from reader r join state s on s.id = r.id where r.principal = " + parameter(principal)
                + " and r.shard = " + parameter(shard) + " and r.id > " + parameter(after) + " and s.owner <> "
                + parameter(principal) + " order by r.id" + limit();
    }

    private static String columns() {
        return "select s.id as id, s.revision, " + HeaderColumns.NAMES + " ";
    }

    /** One more than are looked at, which shows that there are more. */
    private String limit() {
        return " limit " + parameter(most + 1L);
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "?";
    }
}
