package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anchors at the command line. */
final class AnchorCommandTest {
    private final Path home;
    private final Shell shell;

    AnchorCommandTest(@TempDir Path home) {
        this.home = home;
        this.shell = new Shell(home);
        shell.with("HOLDFAST_STORE", "sqlite:" + home.resolve("state.db"));
    }

    @Test
    void storeThatWasPutBack_showsAgainstTheAnchor() throws Exception {
        pair("sign");
        shell.run("set", "k", "1");
        Files.copy(home.resolve("state.db"), home.resolve("older.db"));
        shell.run("set", "k", "2");

        Shell.Result written = shell.run("anchor", "anchor.txt", "--sign", "sign.pem");
        assertThat(written.out()).as(written.err()).contains("names 2 states");
        Shell.Result met = shell.run("verify", "--anchor", "anchor.txt", "--signed-by", "sign.pub");
        assertThat(met.out()).contains("held against the anchor of ").contains("sound: ");
        assertThat(met.code()).isZero();

        shell.with("HOLDFAST_STORE", "sqlite:" + home.resolve("older.db"));
        assertThat(shell.run("verify").code()).isZero();
        Shell.Result older = shell.run("verify", "--anchor", "anchor.txt", "--json");
        assertThat(older.code()).isEqualTo(1);
        JsonObject damage = (JsonObject)
                Objects.requireNonNull(older.json().array("damaged")).get(0);
        assertThat(damage.string("what")).contains("put back");
    }

    @Test
    void anchorOrKeyThatCannotBeTrusted_isRefused() throws Exception {
        pair("sign");
        pair("other");
        shell.run("set", "k", "1");
        shell.run("anchor", "signed.txt", "--sign", "sign.pem");
        shell.run("anchor", "unsigned.txt");

        refused("not one of this key", "verify", "--anchor", "signed.txt", "--signed-by", "other.pub");
        refused("is not signed", "verify", "--anchor", "unsigned.txt", "--signed-by", "sign.pub");
        refused("is no PEM file with a PUBLIC KEY", "verify", "--anchor", "signed.txt", "--signed-by", "sign.pem");
        refused("--signed-by needs --anchor", "verify", "--signed-by", "sign.pub");
        refused("cannot be read", "verify", "--anchor", "nowhere.txt");
        refused("can be read by others", "anchor", "new.txt", "--sign", "sign.pub");
        Files.setPosixFilePermissions(home.resolve("sign.pub"), PosixFilePermissions.fromString("rw-------"));
        refused("is no PEM file with a PRIVATE KEY", "anchor", "new.txt", "--sign", "sign.pub");
        Files.setPosixFilePermissions(home.resolve("sign.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        refused("chmod 600", "anchor", "new.txt", "--sign", "sign.pem");
        Files.writeString(
                home.resolve("cut.txt"),
                Files.readString(home.resolve("unsigned.txt")).substring(0, 90));
        refused("it was cut short", "verify", "--anchor", "cut.txt");
        assertThat(home.resolve("new.txt")).doesNotExist();
        assertThat(home.resolve("new.txt.part")).doesNotExist();
    }

    @Test
    void storeThatIsNotThere_isNotMade() {
        refused("there is no store", "anchor", "anchor.txt");
        assertThat(home.resolve("state.db")).doesNotExist();
    }

    private void refused(String because, String... arguments) {
        Shell.Result result = shell.run(arguments);
        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains(because);
    }

    private void pair(String name) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path secret = pem(name + ".pem", "PRIVATE", pair.getPrivate());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        pem(name + ".pub", "PUBLIC", pair.getPublic());
    }

    private Path pem(String name, String kind, Key key) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Files.writeString(
                home.resolve(name), "-----BEGIN " + kind + " KEY-----\n" + text + "\n-----END " + kind + " KEY-----\n");
    }
}
