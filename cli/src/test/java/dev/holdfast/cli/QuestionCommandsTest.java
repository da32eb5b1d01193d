package dev.holdfast.cli;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to the one who sits at the terminal. */
final class QuestionCommandsTest {
    private final Shell shell;

    QuestionCommandsTest(@TempDir Path home) {
        this.shell = new Shell(home);
    }

    @BeforeEach
    void open() {
        shell.run("set", "k", "1");
    }

    @Test
    void question_isListedAndAnsweredAtATerminal() {
        String id = shell.run("ask", "Deploy?", "--choice", "now", "--choice", "never")
                .out()
                .strip();
        Shell.Result listed = shell.run("questions");
        assertThat(listed.out()).contains(id, "@default", json("'Deploy?'  ['now','never']"), json("'local/default'"));

        Shell.Result answered = shell.atTerminal().run("answer", id, "never", "--note", "on Friday");

        assertThat(answered.code()).as(answered.err()).isZero();
        assertThat(shell.run("questions").out()).isEmpty();
        Shell.Result second = shell.run("answer", "@default", id, "now");
        assertThat(second.code()).isEqualTo(3);
        assertThat(second.err()).contains("conflict", "never");
        assertThat(shell.run("history").out()).contains("asked", "answered", "on Friday");
    }

    @Test
    void answer_isRefusedWhereThereIsNoTerminal() {
        String id = shell.run("ask", "Deploy?").out().strip();
        Shell.Result refused = shell.run("answer", id, "yes", "--json");
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.json().string("code")).isEqualTo("forbidden");
        assertThat(shell.run("questions", "--json").json().array("questions")).hasSize(1);
    }

    @Test
    void question_isPrintedWithoutWhatSteersATerminal() {
        shell.run("ask", "\u001b[2JDeploy?");
        assertThat(shell.run("questions").out()).doesNotContain("\u001b").contains("\\u001b");
    }

    @Test
    void ask_takesTimeAndDefault() {
        JsonObject asked = shell.run("ask", "@default", "Go on?", "--ttl", "60", "--default", "no", "--json")
                .json();
        assertThat(asked.string("until")).isNotNull();
        JsonObject listed = (JsonObject)
                Objects.requireNonNull(shell.run("questions", "--json").json().array("questions"))
                        .get(0);
        assertThat(listed.string("default")).isEqualTo("no");
        assertThat(shell.run("ask", "Go on?", "--default", "no").code()).isEqualTo(2);
        assertThat(shell.run("ask").code()).isEqualTo(2);
        assertThat(shell.run("ask", "nothing", "at", "all").code()).isEqualTo(2);
        assertThat(shell.run("answer", "a2").code()).isEqualTo(2);
    }
}
