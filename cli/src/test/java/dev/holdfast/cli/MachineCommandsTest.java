package dev.holdfast.cli;

import static dev.holdfast.testkit.SingleQuoted.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines at the command line. */
final class MachineCommandsTest {
    private static final String DOOR = """
            {'id':'door','initial':'closed','context':{'keys':0},'states':{
              'closed':{'on':{'open':'open','lock':{'guard':'context.keys > 0','target':'locked'},
                              'key':{'actions':{'assign':{'keys':'context.keys + event.count'}}}}},
              'open':{'on':{'close':'closed'}},
              'locked':{'type':'final'}}}""";

    private final Path home;
    private final Shell shell;

    MachineCommandsTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.shell = new Shell(home);
        Files.writeString(home.resolve("door.json"), text(DOOR));
    }

    private Shell.Result define() {
        return shell.run(
                "machine", "@door", "--define", home.resolve("door.json").toString());
    }

    @Test
    void machine_isDefinedShownAndSentEvents() {
        assertThat(define().code()).isZero();
        assertThat(shell.run("machine", "@door").out())
                .contains("active    \"closed\"", "possible  [\"key\",\"open\"]", "blocked   lock: ");
        Shell.Result key = shell.run("send", "@door", "key", text("{'count':2}"), "--note", "found");
        assertThat(key.code()).as(key.err()).isZero();
        assertThat(key.out()).contains("changed [\"keys\"]", "possible  [\"key\",\"lock\",\"open\"]");
        assertThat(shell.run("send", "@door", "lock").out()).contains("done");
        assertThat(shell.run("history", "@door").out()).contains("transitioned", "found");
    }

    @Test
    void refusedEvent_endsWithItsCodeAndSaysWhatIsPossible() {
        define();
        Shell.Result refused = shell.run("send", "@door", "lock", "--json");
        assertThat(refused.code()).isEqualTo(6);
        assertThat(String.valueOf(refused.json().get("possible"))).isEqualTo("[\"key\",\"open\"]");
        assertThat(shell.run("send", "@door", "lock", "[1]").code()).isEqualTo(2);
        assertThat(shell.run("send").code()).isEqualTo(2);
    }

    @Test
    void diagram_isMermaid() {
        define();
        assertThat(shell.run("machine", "@door", "--diagram").out()).startsWith("stateDiagram-v2");
        shell.run("set", "a", "1");
        assertThat(shell.run("machine", "--diagram").code()).isEqualTo(2);
        assertThat(shell.run("machine").out()).isEqualTo("no machine\n");
    }

    @Test
    void wrongDefinition_changesNothing() throws IOException {
        Files.writeString(home.resolve("door.json"), text("{'initial':'x','states':{}}"));
        Shell.Result refused = define();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(shell.run("machine", "@door").code()).isEqualTo(4);
        Files.writeString(home.resolve("door.json"), "{");
        assertThat(define().code()).isEqualTo(2);
    }
}
