package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Maps a state's header to columns. */
final class HeaderColumns {
    /** The columns, in the order in which they are bound. */
    static final String NAMES =
            "owner, name, labels, readers, lifetime, phase, due, kept_for, waits_for," + " expires, bytes, updated";

    /** The index of the first column that nearly every commit changes; those before it are indexed or rarely change. */
    static final int STEADY = 9;

    static final int COUNT = 12;

    /** Parameters for all columns, and nulls. */
    static final String PARAMETERS = list("?");

    static final String NULLS = list("null");

    private static final long MICROS = 1_000_000;

    private HeaderColumns() {}

    /**
     * A column of a header.
     *
     * @param type its type in PostgreSQL: text or a whole number
     * @param value what a header has in it
     */
    record Column(String type, Function<StateHeader, @Nullable Object> value) {}

    /** The columns in the order of {@link #NAMES}. */
    static final List<Column> COLUMNS = List.of(
            new Column("text", StateHeader::owner),
            new Column("text", StateHeader::name),
            new Column("text", header -> text(header.labels())),
            new Column("text", header -> text(header.readers())),
            new Column("text", header -> header.lifetime().name()),
            new Column("text", header -> header.phase().name()),
            new Column("int8", header -> microsIfPresent(header.nextDue())),
            new Column(
                    "int8",
                    header -> header.keptFor() == null ? null : header.keptFor().toSeconds()),
            new Column("text", header -> header.waitsFor().isEmpty() ? null : text(header.waitsFor())),
            new Column("int8", header -> microsIfPresent(header.expires())),
            new Column("int8", StateHeader::bytes),
            new Column("int8", header -> micros(header.updated())));

    /** Binds the first {@link #STEADY} columns to parameters from {@code first} on; returns the next free parameter. */
    static int bindSteady(PreparedStatement statement, int first, StateHeader header) throws SQLException {
        return bind(statement, first, header, COLUMNS.subList(0, STEADY));
    }

    /** Binds the remaining columns to parameters from {@code first} on; returns the next free parameter. */
    static int bindLively(PreparedStatement statement, int first, StateHeader header) throws SQLException {
        return bind(statement, first, header, COLUMNS.subList(STEADY, COUNT));
    }

    private static int bind(PreparedStatement statement, int first, StateHeader header, List<Column> columns)
            throws SQLException {
        int next = first;
        for (Column column : columns) {
            switch (column.value().apply(header)) {
                case null -> statement.setNull(next, column.type().equals("text") ? Types.VARCHAR : Types.BIGINT);
                case Long number -> statement.setLong(next, number);
                case Object text -> statement.setString(next, text.toString());
            }
            next++;
        }
        return next;
    }

    /** The header in the columns from {@code first} on. */
    static StateHeader read(ResultSet row, int first) throws SQLException {
        return new StateHeader(
                row.getString(first),
                row.getString(first + 1),
                labels(row.getString(first + 2)),
                texts(row.getString(first + 3)),
                Lifetime.valueOf(row.getString(first + 4)),
                readTime(row, first + 9),
                readTime(row, first + 6),
                Phase.valueOf(row.getString(first + 5)),
                row.getLong(first + 10),
                instant(row.getLong(first + 11)),
                readSeconds(row, first + 7),
                waitsFor(row.getString(first + 8)));
    }

    /** The same; null if the columns hold no header. */
    static @Nullable StateHeader readIfSound(ResultSet row, int first) throws SQLException {
        try {
            return read(row, first);
        } catch (RuntimeException e) {
            return null; // They may hold anything if another program changed them.
        }
    }

    /**
     * A time in microseconds since 1970; times that do not fit, some 292,000 years away, become the nearest that do.
     */
    static long micros(Instant time) {
        long seconds = time.getEpochSecond();
        long most = Long.MAX_VALUE / MICROS - 1;
        if (Math.abs(seconds) > most) {
            return seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return seconds * MICROS + time.getNano() / 1000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
    }

    private static @Nullable Long microsIfPresent(@Nullable Instant time) {
        return time == null ? null : micros(time);
    }

    private static @Nullable Duration readSeconds(ResultSet row, int index) throws SQLException {
        long seconds = row.getLong(index);
        return row.wasNull() ? null : Duration.ofSeconds(seconds);
    }

    private static String list(String element) {
        return String.join(", ", Collections.nCopies(COUNT, element));
    }

    private static @Nullable Instant readTime(ResultSet row, int index) throws SQLException {
        long micros = row.getLong(index);
        return row.wasNull() ? null : instant(micros);
    }

    /** Canonical, so that equal labels are equal text. */
    private static String text(Map<String, String> labels) {
        JsonObject.Builder object = JsonObject.builder();
        labels.forEach(object::put);
        return new String(object.build().toCanonical(), StandardCharsets.UTF_8);
    }

    /** Sorted, so that equal sets are equal text. */
    static String text(Set<String> texts) {
        return JsonArray.copyOf(texts.stream().sorted().map(Json::of).toList()).toString();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        ((JsonObject) Json.parse(text)).forEach((label, value) -> labels.put(label, ((JsonString) value).value()));
        return labels;
    }

    private static Set<String> texts(String text) {
        Set<String> texts = new LinkedHashSet<>();
        ((JsonArray) Json.parse(text)).forEach(element -> texts.add(((JsonString) element).value()));
        return texts;
    }

    /** Null for a state that waits for nothing, as most do. */
    private static Set<String> waitsFor(@Nullable String text) {
        return text == null ? Set.of() : texts(text);
    }
}
