package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The database of mcp-memory-keeper: its sessions, and in each what was kept under a key. */
final class KeeperDatabase {
    private KeeperDatabase() {}

    /** Reads it, without changing it. */
    static JsonObject read(Path file) {
        String address = "jdbc:sqlite:" + file.toAbsolutePath().toUri() + "?mode=ro";
        try (Connection connection = DriverManager.getConnection(address)) {
            Map<String, JsonObject> items = new LinkedHashMap<>();
            for (JsonObject row : rows(connection, "SELECT * FROM context_items ORDER BY session_id, created_at, id")) {
                String session = String.valueOf(row.string("session_id"));
                String key = String.valueOf(row.string("key"));
                JsonObject item = row.without("session_id").without("key").without("id");
                items.merge(session, JsonObject.of(key, item), (all, one) -> all.with(key, item));
            }
            JsonObject.Builder sessions = JsonObject.builder();
            for (JsonObject row : rows(connection, "SELECT * FROM sessions ORDER BY created_at, id")) {
                String id = String.valueOf(row.string("id"));
                JsonObject kept = items.getOrDefault(id, JsonObject.EMPTY);
                sessions.put(id, row.without("id").with("items", kept));
            }
            return JsonObject.of("sessions", sessions.build());
        } catch (SQLException e) {
            throw CliFailure.invalid("--from", file + " is no database of mcp-memory-keeper: " + e.getMessage());
        }
    }

    private static List<JsonObject> rows(Connection connection, String query) throws SQLException {
        List<JsonObject> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                JsonObject.Builder row = JsonObject.builder();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    Object value = result.getObject(i);
                    if (value instanceof Number number) {
                        row.put(columns.getColumnLabel(i), Json.parse(number.toString()));
                    } else if (value != null) {
                        row.put(columns.getColumnLabel(i), value.toString());
                    }
                }
                rows.add(row.build());
            }
        }
        return rows;
    }
}
