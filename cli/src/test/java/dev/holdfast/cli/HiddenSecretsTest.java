package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** No command shows the secrets of the address that it is given, whatever it makes of it. */
final class HiddenSecretsTest {
    private static final String SECRET = "hunter2secret";

    /** Kinds of stores that there are not, so that each command fails where it comes to the store. */
    private static final List<String> ADDRESSES = List.of(
            "nosuchstore://user:" + SECRET + "@127.0.0.1:1/db", "nosuchstore://127.0.0.1:1/db?password=" + SECRET);

    private final Shell shell;

    HiddenSecretsTest(@TempDir Path home) {
        this.shell = new Shell(home);
    }

    @TestFactory
    Stream<DynamicTest> command_showsNoSecret() {
        return commands().stream().map(name -> DynamicTest.dynamicTest(name, () -> showsNoSecret(name)));
    }

    private static Set<String> commands() {
        return Set.of(
                "get",
                "list",
                "history",
                "diff",
                "undo",
                "replay",
                "watch",
                "export",
                "verify",
                "compact",
                "stats",
                "doctor",
                "serve",
                "questions",
                "privacy",
                "audit",
                "keys",
                "anchor");
    }

    private void showsNoSecret(String name) {
        for (String address : ADDRESSES) {
            compare(shell.run(name, "--store", address));
            compare(shell.run(name, "--store", address, "--json"));
            compare(shell.run(name, "--no-such-option", "--store=" + address));
            compare(shell.run("--store", address, name));
        }
    }

    private static void compare(Shell.Result result) {
        assertThat(result.code()).as(result.out() + result.err()).isNotZero();
        assertThat(result.out() + result.err()).isNotEmpty().doesNotContain(SECRET);
    }
}
