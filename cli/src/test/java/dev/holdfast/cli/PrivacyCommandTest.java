package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held about a subject, at the command line. */
final class PrivacyCommandTest {
    private final Path home;
    private final Shell shell;

    PrivacyCommandTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
        shell.with("HOLDFAST_STORE", "sqlite:" + home.resolve("state.db"));
    }

    @Test
    void principal_isReportedAndErasedWithACertificate() throws IOException {
        shell.run("set", "mine", "1", "--namespace", "anna");
        shell.run("set", "other", "1", "--namespace", "bert");
        Files.copy(home.resolve("state.db"), home.resolve("older.db"));

        JsonObject report =
                shell.run("privacy", "--principal", "local/anna", "--json").json();
        JsonArray found = Objects.requireNonNull(report.array("found"));
        assertThat(found.size()).isEqualTo(1);
        String handle = ((JsonObject) found.get(0)).string("handle");
        Shell.Result erased =
                shell.run("privacy", "erase", "--principal", "local/anna", "--yes", "--certificate", "anna.txt");
        assertThat(erased.out())
                .as(erased.err())
                .contains("erased 1 states", "anna.txt certifies 1 states; every backup of the keys");

        assertThat(Files.readString(home.resolve("anna.txt"))).contains("principal local/anna", handle);
        assertThat(home.resolve("anna.txt.plan")).doesNotExist();
        assertThat(erased.out()).contains("0 internal states keep the id");
        assertThat(shell.run("privacy", "--principal", "local/anna").out()).isEmpty();
        assertThat(Files.readString(home.resolve("state.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain("local/anna");
        assertThat(shell.run("get", "other", "--namespace", "bert").out()).contains("1");
        Shell.Result verified = shell.run("verify", "--certificate", "anna.txt");
        assertThat(verified.out()).contains("held against the certificate of ", "for principal local/anna: 1 states");
        assertThat(verified.code()).isZero();
        Files.move(home.resolve("older.db"), home.resolve("state.db"), StandardCopyOption.REPLACE_EXISTING);
        Shell.Result back = shell.run("verify", "--certificate", "anna.txt");
        assertThat(back.code()).isEqualTo(1);
        assertThat(back.out()).contains(handle + " revision", "the state is there, which was erased");
    }

    @Test
    void erasureThatWasCutShort_isCertifiedInWholeByTheNext() throws IOException {
        shell.run("set", "mine", "1", "--namespace", "anna");
        JsonObject report =
                shell.run("privacy", "--principal", "local/anna", "--json").json();
        String first =
                ((JsonObject) Objects.requireNonNull(report.array("found")).get(0)).string("handle");
        shell.run("privacy", "erase", "--principal", "local/anna", "--yes");
        Files.write(home.resolve("anna.txt.plan"), List.of("principal local/anna", Objects.requireNonNull(first)));
        shell.run("set", "mine", "2", "--namespace", "anna");

        Shell.Result refused = shell.run("privacy", "erase", "--label", "a=b", "--yes", "--certificate", "anna.txt");
        assertThat(refused.err()).contains("is of another erasure that was cut short");
        Shell.Result erased = shell.run(
                "privacy", "erase", "--principal", "local/anna", "--yes", "--certificate", "anna.txt", "--json");

        assertThat(erased.json().get("certified")).hasToString("2");
        assertThat(Files.readString(home.resolve("anna.txt"))).contains(first);
    }

    @Test
    void whatIsNotSaidClearly_erasesNothing() {
        shell.run("set", "mine", "1");

        refused("give --yes", "privacy", "erase", "--principal", "local/default");
        refused("either --principal or --label", "privacy", "erase", "--yes");
        refused("either --principal or --label", "privacy", "--principal", "a", "--label", "a=b");
        refused("LABEL=VALUE", "privacy", "--label", "a");
        refused("report or erase", "privacy", "delete", "--principal", "local/default");
        refused("of privacy erase", "privacy", "--principal", "local/default", "--yes");
        refused("--sign needs --certificate", "privacy", "erase", "--principal", "a", "--yes", "--sign", "k.pem");
        assertThat(shell.run("get", "mine").out()).contains("1");
    }

    private void refused(String because, String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(because);
    }
}
