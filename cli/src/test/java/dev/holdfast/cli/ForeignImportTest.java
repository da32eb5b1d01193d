package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs kept becomes a state, once, however often it is brought. */
final class ForeignImportTest {
    private static final String ADA =
            "{\"type\":\"entity\",\"name\":\"Ada/L\",\"entityType\":\"person\",\"observations\":[\"likes tea\"]}\n";
    private static final String RELATION =
            "{\"type\":\"relation\",\"from\":\"Ada/L\",\"to\":\"Bob\",\"relationType\":\"knows\"}\n";

    private final Path home;
    private final Shell shell;

    ForeignImportTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
    }

    @Test
    void graph_isBroughtOnceAndGrows() throws IOException {
        Path file = Files.writeString(home.resolve("memory.jsonl"), ADA + RELATION + RELATION);
        Json first = done("import", "--from", file.toString(), "--json").json().get("revision");
        assertThat(read("memory"))
                .isEqualTo(
                        Json.parse("{\"entities\":{\"Ada/L\":{\"type\":\"person\",\"observations\":[\"likes tea\"]}},"
                                + "\"relations\":[{\"from\":\"Ada/L\",\"to\":\"Bob\",\"type\":\"knows\"}]}"));
        Shell.Result again = done("import", "--from", file.toString(), "--json");
        assertThat(again.json().get("revision")).isEqualTo(first);
        assertThat(again.json().get("added")).isEqualTo(Json.of(0));

        done("set", "@memory", "/entities/Ada~1L/type", "\"poet\"");
        Files.writeString(file, ADA.replace("tea\"", "tea\",\"writes\"") + RELATION + RELATION.replace("Bob", "Cy"));
        assertThat(done("import", "--from", file.toString()).out()).contains("2 values added", "1 differ");
        assertThat(read("memory"))
                .isEqualTo(Json.parse("{\"entities\":{\"Ada/L\":{\"type\":\"poet\","
                        + "\"observations\":[\"likes tea\",\"writes\"]}},\"relations\":["
                        + "{\"from\":\"Ada/L\",\"to\":\"Bob\",\"type\":\"knows\"},"
                        + "{\"from\":\"Ada/L\",\"to\":\"Cy\",\"type\":\"knows\"}]}"));
    }

    @Test
    void keeperDatabase_isBroughtBySessionAndKey() throws SQLException {
        Path file = home.resolve("context.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE sessions (id TEXT PRIMARY KEY, name TEXT, created_at TIMESTAMP)");
            statement.execute("CREATE TABLE context_items (id TEXT PRIMARY KEY, session_id TEXT, key TEXT, value TEXT,"
                    + " size INTEGER, category TEXT, created_at TIMESTAMP)");
            statement.execute("INSERT INTO sessions VALUES ('s1', 'work', '2026-01-01 00:00:00')");
            statement.execute(
                    "INSERT INTO context_items VALUES ('i', 's1', 'plan', 'Grüße', 7, NULL, '2026-01-02 00:00:00')");
        }
        done("import", "--from", file.toString());
        assertThat(done("import", "--from", file.toString()).out()).contains("0 values added");
        JsonObject sessions = (JsonObject) ((JsonObject) read("memory-keeper")).get("sessions");
        assertThat(sessions)
                .isEqualTo(Json.parse("{\"s1\":{\"name\":\"work\",\"created_at\":\"2026-01-01 00:00:00\",\"items\":{"
                        + "\"plan\":{\"value\":\"Grüße\",\"size\":7,\"created_at\":\"2026-01-02 00:00:00\"}}}}"));
    }

    @Test
    void json_isBroughtIntoAStateOfItsName() throws IOException {
        done(
                "import",
                "--from",
                Files.writeString(home.resolve("notes.json"), "{\"a\": [1]}").toString());
        assertThat(read("notes")).isEqualTo(Json.parse("{\"a\":[1]}"));
        Path list = Files.writeString(home.resolve("list.json"), "[1]");
        done("import", "--from", list.toString(), "--into", "other");
        assertThat(read("other")).isEqualTo(Json.parse("{\"value\":[1]}"));
    }

    @Test
    void whatIsNothingOfThese_isRefused() throws IOException {
        for (String text : new String[] {"", "{\"a\":", ADA + "{\"type\":\"other\"}", ADA + "[]", ADA + "{"}) {
            Path file = Files.writeString(home.resolve("broken"), text);
            assertThat(shell.run("import", "--from", file.toString()).code())
                    .as(text)
                    .isEqualTo(2);
        }
        assertThat(shell.run("import").code()).isEqualTo(2);
        assertThat(shell.run("import", "x", "--from", "y").code()).isEqualTo(2);
        assertThat(shell.run("import", "--from", home.resolve("missing").toString())
                        .code())
                .isEqualTo(2);
    }

    private Json read(String name) {
        return Json.parse(done("get", "@" + name).out());
    }

    private Shell.Result done(String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).as(result.err() + result.out()).isZero();
        return result;
    }
}
