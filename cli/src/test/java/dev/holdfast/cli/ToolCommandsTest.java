package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolCommandsTest {
    private final Path home;
    private final Shell shell;

    ToolCommandsTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
    }

    @Test
    void set_andGetUseTheDefaultStateInTheDataFolder() {
        Shell.Result set = shell.run("set", "prefs", "{\"theme\":\"dark\"}");
        Shell.Result get = shell.run("get", "prefs");

        assertThat(set.code()).as(set.err()).isZero();
        assertThat(set.out()).startsWith("st_").contains("revision ");
        assertThat(get.out()).isEqualTo("{\"theme\":\"dark\"}\n");
        assertThat(home.resolve("data/holdfast/state.db")).exists();
        assertThat(shell.run("get").out()).isEqualTo("{\"prefs\":{\"theme\":\"dark\"}}\n");
        assertThat(shell.run("get", "/prefs/theme").out()).isEqualTo("\"dark\"\n");
    }

    @Test
    void set_takesTextAndStandardInput() {
        shell.run("set", "note", "plain text", "--string");
        shell.typing("[1,2]").run("set", "list", "-");
        shell.run("set", "n", "-5");

        assertThat(shell.run("get", "note").out()).isEqualTo("\"plain text\"\n");
        assertThat(shell.run("get", "list").out()).isEqualTo("[1,2]\n");
        assertThat(shell.run("get", "n").out()).isEqualTo("-5\n");
    }

    @Test
    void json_printsWhatTheToolAnswers() {
        JsonObject set = shell.run("set", "k", "1", "--json").json();
        JsonObject get = shell.run("get", "k", "--json").json();
        JsonObject read = shell.run("get", "--json").json();

        assertThat(set.get("wrote")).isEqualTo(JsonBoolean.TRUE);
        assertThat(get.get("value")).isEqualTo(Json.of(1));
        assertThat(get.string("state_type")).isEqualTo("database");
        assertThat(read.object("data")).isEqualTo(JsonObject.of("k", Json.of(1)));
        assertThat(read.string("op")).isNotBlank();
    }

    @Test
    void get_ofAnAbsentKeyIsNullWithARemark() {
        shell.run("set", "k", "1");
        Shell.Result absent = shell.run("get", "other");

        assertThat(absent.code()).isZero();
        assertThat(absent.out()).isEqualTo("null\n");
        assertThat(absent.err()).contains("no such key");
    }

    @Test
    void targets_areHandlesAndNames() {
        String handle = Objects.requireNonNull(
                shell.run("set", "k", "1", "--json").json().string("handle"));

        assertThat(shell.run("get", handle, "k").out()).isEqualTo("1\n");
        assertThat(shell.run("set", handle, "k", "2").code()).isZero();
        assertThat(shell.run("get", "@default", "k").out()).isEqualTo("2\n");
        assertThat(shell.run("get", "@nobody").code()).isEqualTo(4);
        assertThat(shell.run("get", "nobody", "k").code()).isEqualTo(2);
        assertThat(shell.run("set", "nobody", "k", "2").code()).isEqualTo(2);
    }

    @Test
    void list_printsEveryPage() {
        shell.run("set", "k", "1");

        assertThat(shell.run("list").out()).contains("st_").contains("@default");
        assertThat(shell.run("list", "def").out()).contains("@default");
        assertThat(shell.run("list", "zz").out()).isEmpty();
        assertThat(Objects.requireNonNull(shell.run("list", "--json").json().array("states"))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void undo_redoAndRestore() {
        shell.run("set", "k", "1");
        shell.run("set", "k", "2");
        shell.run("set", "k", "3");

        assertThat(shell.run("undo", "--steps", "2").code()).isZero();
        assertThat(shell.run("get", "k").out()).isEqualTo("1\n");
        shell.run("undo", "@default", "--redo");
        assertThat(shell.run("get", "k").out()).isEqualTo("2\n");
        JsonObject restored = shell.run("undo", "--to", "2", "--json").json();
        assertThat(restored.array("reverted")).isNotNull();
        assertThat(shell.run("undo", "--to", "1", "--redo").code()).isEqualTo(2);
        assertThat(shell.run("undo", "somewhere").code()).isEqualTo(2);
    }

    @Test
    void history_tellsWhatHappened() {
        shell.run("set", "k", "1");
        shell.run("set", "k", "2");

        assertThat(shell.run("history").out())
                .contains("local/default")
                .contains("written")
                .contains("[\"k\"]");
        JsonObject history = shell.run("history", "@default", "--json").json();
        assertThat(Objects.requireNonNull(history.array("events")).size()).isEqualTo(3);
        assertThat(shell.run("history", "--from", "3", "--max", "5").out().lines())
                .hasSize(1);
        assertThat(shell.run("history", "--max", "0").code()).isEqualTo(2);
    }

    @Test
    void namespace_keepsProjectsApart() {
        shell.run("set", "k", "1");

        assertThat(shell.run("get", "k", "--namespace", "other").out()).isEqualTo("null\n");
        assertThat(shell.with("HOLDFAST_NAMESPACE", "other").run("get", "k").out())
                .isEqualTo("null\n");
        assertThat(shell.run("get", "k", "--namespace", "default").out()).isEqualTo("1\n");
    }

    @Test
    void store_comesFromOptionOrVariable() {
        Path elsewhere = home.resolve("else.db");

        shell.with("HOLDFAST_STORE", "sqlite:" + elsewhere).run("set", "k", "1");

        assertThat(elsewhere).exists();
        assertThat(home.resolve("data/holdfast/state.db")).doesNotExist();
        assertThat(shell.run("get", "k", "--store", "memory:").out()).isEqualTo("null\n");
    }

    @Test
    void failures_areToldAsTheToolWould() {
        shell.run("set", "k", "1");

        JsonObject failure = shell.run("get", "@nobody", "--json").json();

        assertThat(failure.string("code")).isEqualTo("not_found");
        assertThat(failure.string("hint")).isNotBlank();
        Shell.Result told = shell.run("get", "@nobody");
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).startsWith("holdfast: not_found: ");
    }
}
