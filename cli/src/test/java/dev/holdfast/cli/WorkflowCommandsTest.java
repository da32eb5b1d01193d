package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows at the command line. */
final class WorkflowCommandsTest {
    private static final String ORDER = """
        {"name":"order","version":"1","steps":{
          "reserve":{"work":"stock","input":"input"},
          "approve":{"kind":"approval","needs":["reserve"],"text":"Charge it?"},
          "charge":{"work":"bank","needs":["approve"]}}}\
        """;

    private final Path file;
    private final Shell shell;

    WorkflowCommandsTest(@TempDir Path home) throws IOException {
        this.file = home.resolve("order.json");
        this.shell = new Shell(home);
        Files.writeString(file, ORDER);
    }

    private Shell.Result workflow(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "workflow";
        System.arraycopy(words, 0, all, 1, words.length);
        return shell.run(all);
    }

    @Test
    void run_isStartedWorkedOnAndWatched() {
        assertThat(workflow("define", file.toString()).out()).isEqualTo("order version 1 is kept\n");
        Shell.Result started = workflow("start", "order", "--name", "o1", "--input", "{\"lines\":2}");
        assertThat(started.out()).as(started.err()).contains("order version 1  running", "work:stock");
        assertThat(workflow("next", "bank").out()).isEqualTo("nothing is ready\n");
        assertThat(workflow("next", "stock").out()).contains("reserve  token 1  until ", "{\"lines\":2}");
        assertThat(workflow("report", "@o1", "reserve", "1", "\"r1\"").out()).contains("person:*");
        assertThat(shell.run("questions").out()).contains("approve  @o1", "Charge it?");
        assertThat(workflow("status", "@o1").out()).contains("reserve  \"succeeded\"", "approve  \"waiting\"");
        assertThat(workflow("diagram", "@o1").out()).contains("approve");
        assertThat(workflow("cancel", "@o1").out()).contains("cancelled");
        assertThat(shell.run("history", "@o1").out()).contains("advanced");
    }

    @Test
    void run_isStartedForAState() {
        shell.run("set", "task", "1");
        assertThat(workflow("start", "--file", file.toString(), "--session", "@none")
                        .code())
                .isEqualTo(4);
        assertThat(workflow("start", "--file", file.toString(), "--session", "@default", "--name", "o2")
                        .code())
                .isZero();
        JsonObject listed = shell.run("list", "o2", "--json").json();
        String handle = shell.run("get", "--json", "task").json().string("handle");
        assertThat(String.valueOf(listed)).contains("\"labels\":{\"session\":\"" + handle + "\"}");
    }

    @Test
    void mistakes_areToldWithTheirCode() {
        assertThat(workflow("start", "order").code()).isEqualTo(4);
        assertThat(workflow("start").code()).isEqualTo(2);
        assertThat(workflow("report", "@o1", "a", "1").code()).isEqualTo(2);
        assertThat(workflow("dance").code()).isEqualTo(2);
        assertThat(workflow("start", "--file", file.toString(), "--name", "o1").code())
                .isZero();
        assertThat(workflow("report", "@o1", "reserve", "1", "2").code()).isEqualTo(2);
        assertThat(workflow("report", "@o1", "reserve", "7", "2", "--json")
                        .json()
                        .string("code"))
                .isEqualTo("invalid");
    }

    @Test
    void definition_isYamlByTheEndingOfItsFile() throws IOException {
        Path yaml = file.resolveSibling("order.YML");
        Files.writeString(yaml, """
            name: order
            version: "1"
            steps:
              reserve: {work: stock, input: input}
              approve: {kind: approval, needs: [reserve], text: Charge it?}
              charge: {work: bank, needs: [approve]}
            """);
        assertThat(workflow("define", yaml.toString()).out()).isEqualTo("order version 1 is kept\n");
        assertThat(workflow("define", file.toString()).out()).isEqualTo("order version 1 is there already\n");
        assertThat(workflow("start", "--file", yaml.toString()).out()).contains("order version 1  running");
        assertThat(shell.run("machine", "@order", "--define", yaml.toString()).err())
                .contains("invalid: ");
    }

    @Test
    void file_isRefusedWithWhatIsWrong() throws IOException {
        Path yaml = file.resolveSibling("order.yaml");
        Files.writeString(yaml, "name: order\nname: other\n");
        for (String[] words : new String[][] {
            {"workflow", "define", yaml.toString()},
            {"workflow", "start", "--file", yaml.toString()},
            {"machine", "@m", "--define", yaml.toString()}
        }) {
            Shell.Result refused = shell.run(words);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .contains(yaml + " is not YAML that stands for JSON: a key that the mapping has already at line 2,"
                            + " column 1");
        }
        Files.write(yaml, new byte[] {'a', (byte) 0xff});
        assertThat(workflow("define", yaml.toString()).err()).contains("it is not UTF-8");
        Files.writeString(yaml, "[]");
        assertThat(workflow("define", yaml.toString()).err()).contains("holds no object");
        assertThat(workflow("define", "/dev/zero").err()).contains("larger than a definition may be: 1048576 bytes");
        assertThat(workflow("define", file + ".none").err()).contains("does not exist");
        assertThat(workflow("define", "a\0b").code()).isEqualTo(2);
    }
}
