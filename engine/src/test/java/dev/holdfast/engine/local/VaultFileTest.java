package dev.holdfast.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vault in a file promises beside the contract. */
final class VaultFileTest {
    private static final int HEAD_PAGE = 4_096;

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("store-vault");
    }

    @Test
    void thousandsOfKeys_areFound_andNoneMovesWhenMoreAreAdded() throws IOException {
        List<WrappedKey> keys =
                IntStream.range(0, 5_000).mapToObj(VaultFileTest::key).toList();
        try (VaultFile vault = VaultFile.open(path)) {
            vault.put(keys.subList(0, 2_000));
            byte[] before = Files.readAllBytes(path);
            vault.put(keys.subList(2_000, 5_000));
            byte[] after = Files.readAllBytes(path);
            for (int i = 0; i < before.length; i++) {
                assertThat(before[i] == 0 || before[i] == after[i]).isTrue();
            }
            keys.forEach(key -> assertThat(vault.find(key.state())).containsExactly(key));
            assertThat(Files.size(path)).isLessThan(5_000L * 128 * 8);
        }
    }

    @Test
    void destroyedKey_leavesNoByteInTheFile() throws IOException {
        try (VaultFile vault = VaultFile.open(path)) {
            vault.put(List.of(key(1), key(2)));
            assertThat(holds(key(1))).isTrue();

            vault.destroy(key(1).state());

            assertThat(holds(key(1))).isFalse();
            assertThat(holds(key(2))).isTrue();
        }
    }

    @Test
    void replacedHead_leavesNoByteInTheFile() throws IOException {
        try (VaultFile vault = VaultFile.open(path)) {
            vault.replaceHead(null, head("first"));
            vault.replaceHead(head("first"), head("second"));
        }
        assertThat(text()).doesNotContain("first").contains("second");
    }

    @Test
    void headIsWhole_whicheverPageWasTorn() throws IOException {
        try (VaultFile vault = VaultFile.open(path)) {
            vault.replaceHead(null, head("first"));
        }
        for (int page = 0; page < 2; page++) {
            byte[] good = Files.readAllBytes(path);
            byte[] torn = good.clone();
            torn[page * HEAD_PAGE + 40] ^= 1;
            Files.write(path, torn);
            try (VaultFile vault = VaultFile.open(path)) {
                assertThat(vault.head()).contains(head("first"));
            }
            Files.write(path, good);
        }
        byte[] both = Files.readAllBytes(path);
        both[40] ^= 1;
        both[HEAD_PAGE + 40] ^= 1;
        Files.write(path, both);
        try (VaultFile vault = VaultFile.open(path)) {
            assertThatThrownBy(vault::head)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("altered");
        }
    }

    @Test
    void head_ofANewerFormat_isRefused_andNothingIsChanged() throws IOException {
        try (VaultFile vault = VaultFile.open(path)) {
            vault.replaceHead(null, head("first"));
            vault.put(List.of(key(1)));
        }
        byte[] newer = Files.readAllBytes(path);
        System.arraycopy("holdfast vault 12".getBytes(StandardCharsets.US_ASCII), 0, newer, 0, 17);
        System.arraycopy("holdfast vault 12".getBytes(StandardCharsets.US_ASCII), 0, newer, HEAD_PAGE, 17);
        Files.write(path, newer);
        try (VaultFile vault = VaultFile.open(path)) {
            for (ThrowingCallable use :
                    List.<ThrowingCallable>of(vault::head, () -> vault.replaceHead(null, head("other")))) {
                assertThatThrownBy(use)
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("the vault has format 12, written by a newer version of Holdfast");
            }
        }
        assertThat(path).hasBinaryContent(newer);
    }

    @Test
    void alteredKey_isNotFound_andHarmsNoOther() throws IOException {
        try (VaultFile vault = VaultFile.open(path)) {
            vault.put(List.of(key(1), key(2)));
        }
        alter(key(1));
        try (VaultFile vault = VaultFile.open(path)) {
            assertThat(vault.find(key(1).state())).isEmpty();
            assertThat(vault.find(key(2).state())).containsExactly(key(2));
            vault.put(List.of(key(1)));
            assertThat(vault.find(key(1).state())).containsExactly(key(1));
        }
    }

    @Test
    void alteredKey_hidesNoLaterOneOfItsState_andIsDestroyedWithThem() throws IOException {
        List<WrappedKey> keys =
                IntStream.range(0, 4).mapToObj(n -> keyOf(key(1).state(), n)).toList();
        try (VaultFile vault = VaultFile.open(path)) {
            vault.put(keys);
            vault.put(List.of(key(9)));
        }
        alter(keys.get(0));
        alter(keys.get(2));
        try (VaultFile vault = VaultFile.open(path)) {
            assertThat(vault.find(key(1).state())).containsExactly(keys.get(1), keys.get(3));

            vault.put(List.of(keys.get(0)));
            assertThat(vault.find(key(1).state())).containsExactly(keys.get(1), keys.get(3), keys.get(0));

            vault.destroy(key(1).state());
            assertThat(vault.find(key(1).state())).isEmpty();
            assertThat(keys).noneMatch(key -> text().contains(secondHalf(key)));
            assertThat(vault.find(key(9).state())).containsExactly(key(9));
        }
    }

    @Test
    void anotherFile_isRefused_andStaysAsItIs() throws IOException {
        Files.writeString(path, "a letter");

        try (VaultFile vault = VaultFile.open(path)) {
            assertThatThrownBy(vault::head).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> vault.replaceHead(null, head("first")))
                    .isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(Files.readString(path)).isEqualTo("a letter");
    }

    @Test
    void vaultThatWasReplacedWhileItIsOpen_acknowledgesNothing() throws IOException {
        try (VaultFile vault = VaultFile.open(path)) {
            vault.put(List.of(key(1)));
            Files.move(path, folder.resolve("elsewhere"));

            assertThatThrownBy(() -> vault.put(List.of(key(2)))).isInstanceOf(StoreUnavailableException.class);
            Files.writeString(path, "");
            assertThatThrownBy(() -> vault.find(key(1).state())).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void newVault_isTheUsersAlone() throws IOException {
        VaultFile.open(path).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    private boolean holds(WrappedKey key) {
        return text().contains(wrapped(key));
    }

    /** Flips a bit of a key where it stands. */
    private void alter(WrappedKey key) throws IOException {
        byte[] content = Files.readAllBytes(path);
        content[text().indexOf(wrapped(key))] ^= 1;
        Files.write(path, content);
    }

    private String text() {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String wrapped(WrappedKey key) {
        return new String(key.wrapped().borrow(), StandardCharsets.ISO_8859_1);
    }

    private static String secondHalf(WrappedKey key) {
        return wrapped(key).substring(30);
    }

    private static VaultHead head(String id) {
        return new VaultHead(id, "store", 0, "master", Bytes.wrap(new byte[60]));
    }

    private static WrappedKey key(int n) {
        return keyOf(new StateId("st_" + n + "_state"), n);
    }

    private static WrappedKey keyOf(StateId state, int n) {
        byte[] wrapped = new byte[60];
        new Random(n).nextBytes(wrapped);
        return new WrappedKey(state, "key%05d".formatted(n), 0, n, Bytes.wrap(wrapped));
    }
}
