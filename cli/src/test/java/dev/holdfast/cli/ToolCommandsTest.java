package dev.holdfast.cli;

import static dev.holdfast.checks.JsonText.json;
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
        Shell.Result set = shell.run("set", "prefs", json("{'theme':'dark'}"));
        Shell.Result get = shell.run("get", "prefs");

        assertThat(set.code()).as(set.err()).isZero();
        assertThat(set.out()).startsWith("st_").contains("revision ");
        assertThat(get.out()).isEqualTo(json("{'theme':'dark'}\n"));
        assertThat(home.resolve("data/holdfast/state.db")).exists();
        assertThat(shell.run("get").out()).isEqualTo(json("{'prefs':{'theme':'dark'}}\n"));
        assertThat(shell.run("get", "/prefs/theme").out()).isEqualTo(json("'dark'\n"));
    }

    @Test
    void set_takesTextAndStandardInput() {
        shell.run("set", "note", "plain text", "--string");
        shell.typing("[1,2]").run("set", "list", "-");
        shell.run("set", "n", "-5");

        assertThat(shell.run("get", "note").out()).isEqualTo(json("'plain text'\n"));
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
                .contains(json("['k']"));
        JsonObject history = shell.run("history", "@default", "--json").json();
        assertThat(Objects.requireNonNull(history.array("events")).size()).isEqualTo(3);
        assertThat(shell.run("history", "--from", "3", "--max", "5").out().lines())
                .hasSize(1);
        assertThat(shell.run("history", "--max", "0").code()).isEqualTo(2);
    }

    @Test
    void diff_tellsWhatChangedBetweenRevisions() {
        shell.run("set", "a", "1");
        shell.run("set", "b", json("{'c':1}"));
        shell.run("set", "/b/c", "2");

        assertThat(shell.run("diff").out()).isEqualTo("replace /b/c 2\n");
        assertThat(shell.run("diff", "@default", "--from", "1").out()).isEqualTo(json("add /a 1\nadd /b {'c':2}\n"));
        assertThat(shell.run("diff", "--from", "4", "--to", "2").out()).isEqualTo("remove /b\n");
        assertThat(shell.run("diff", "--from", "1", "--key", "a").out()).isEqualTo("add /a 1\n");
        JsonObject diff = shell.run("diff", "--json").json();
        assertThat(diff.get("from_revision")).isEqualTo(Json.of(3));
        assertThat(shell.run("diff", "--from", "9").code()).isEqualTo(2);
    }

    @Test
    void diff_showsWhatTakesSeveralPages() {
        shell.run("set", "a", "1");
        for (String key : new String[] {"b", "c", "d"}) {
            shell.run("set", key, "x".repeat(9_000), "--string");
        }
        shell.run("set", "huge", "x".repeat(30_000), "--string");

        Shell.Result diff = shell.run("diff", "--from", "1");

        assertThat(diff.out().lines().map(line -> line.substring(0, 6)))
                .containsExactly("add /a", "add /b", "add /c", "add /d");
        assertThat(diff.err()).contains("\"huge\"");
        JsonObject json = shell.run("diff", "--from", "1", "--json").json();
        assertThat(Objects.requireNonNull(json.object("omitted")).keys()).containsExactly("huge");
        assertThat(json.has("cursor")).isFalse();
    }

    @Test
    void replay_goesThroughTheEventsAgain() {
        shell.run("set", "k", "1");
        shell.run("set", "k", "2");

        assertThat(shell.run("replay").out())
                .isEqualTo(json("{'k':2}\n3 events up to revision 3, and they are what reading shows\n"));
        assertThat(shell.run("replay", "--to", "2").out()).startsWith(json("{'k':1}\n2 events"));
        Shell.Result steps = shell.run("replay", "@default", "--from", "2", "--step");
        assertThat(steps.code()).isZero();
        assertThat(steps.out().lines()).hasSize(5).anyMatch(line -> line.strip().equals(json("{'k':1}")));
        JsonObject json = shell.run("replay", "--json").json();
        assertThat(json.get("matches")).isEqualTo(JsonBoolean.TRUE);
        assertThat(json.get("events")).isEqualTo(Json.of(3));
        assertThat(shell.run("replay", "--step", "--json").out().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{"));
        assertThat(shell.run("replay", "--to", "9").code()).isEqualTo(2);
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
