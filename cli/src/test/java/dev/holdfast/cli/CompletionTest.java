package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shells complete commands and options by what {@code completion} prints. Where a shell is missing, a test skips. */
final class CompletionTest {
    private final Path home;
    private final Shell shell;

    CompletionTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
    }

    @Test
    void bash_completesCommandsAndOptions() throws Exception {
        script("bash");
        assertThat(completed(
                        "bash",
                        "source ./script; COMP_WORDS=(holdfast ver); COMP_CWORD=1; _complete_holdfast;"
                                + " printf '%s\\n' \"${COMPREPLY[@]}\""))
                .containsExactly("verify");
        assertThat(completed(
                        "bash",
                        "compopt() { :; }; source ./script; COMP_WORDS=(holdfast verify --anch); COMP_CWORD=2;"
                                + " _complete_holdfast; printf '%s\\n"
                                + "' \"${COMPREPLY[@]}\""))
                .containsExactly("--anchor");
    }

    @Test
    void zsh_readsTheSameScript() throws Exception {
        script("zsh");
        assertThat(completed(
                        "zsh",
                        "autoload -U +X compinit && compinit -u; source ./script;"
                                + " type _complete_holdfast; print ${_comps[holdfast]}"))
                .anyMatch(line -> line.startsWith("_complete_holdfast is a shell function"))
                .anyMatch(line -> line.contains("_bash_complete"));
    }

    @Test
    void fish_completesCommandsAndOptions() throws Exception {
        script("fish");
        assertThat(completed("fish", "source ./script; complete -C 'holdfast ver'"))
                .containsExactly("verify\tCheck every state of the store: the chain of its events, its base, header and"
                        + " snapshot, and what the store keeps beside them. Exits with 1 if something is damaged.");
        assertThat(completed("fish", "source ./script; complete -C 'holdfast verify --anch'"))
                .singleElement()
                .asString()
                .startsWith("--anchor\t");
        assertThat(completed("fish", "source ./script; complete -C 'holdfast set --anch'"))
                .isEmpty();
    }

    @Test
    void otherShell_isRefused() {
        Shell.Result result = shell.run("completion", "tcsh");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("completion takes bash, zsh or fish");
    }

    private void script(String kind) throws IOException {
        Shell.Result result = shell.run("completion", kind);
        assertThat(result.err()).isEmpty();
        Files.writeString(home.resolve("script"), result.out());
    }

    private List<String> completed(String program, String commands) throws IOException, InterruptedException {
        assumeTrue(isThere(program), () -> "there is no " + program);
        ProcessBuilder builder = new ProcessBuilder(program, "-c", commands)
                .directory(home.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().filter(line -> !line.isBlank()).toList();
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
