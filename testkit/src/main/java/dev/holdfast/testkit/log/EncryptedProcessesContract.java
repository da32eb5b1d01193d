package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.MasterKeys;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.State;
import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.testkit.EncryptedFixture;
import dev.holdfast.testkit.Seeds;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * An encrypted store and its vault in the hands of processes that are killed. A child process opens the store through
 * the test's class, which needs a constructor without arguments.
 */
public interface EncryptedProcessesContract extends ClientFixture {
    /** The key of every vault at first. */
    MasterKey MASTER = EncryptedFixture.MASTER;

    /** The key that it is changed for, and back. */
    MasterKey NEXT = MasterKeys.parse("00".repeat(31) + "02");

    /** A path for a store that does not exist yet; the same for all calls of one test. */
    Path place();

    /** Kills a process while it makes keys, stores what they seal, and destroys them; then the next one. */
    @TestFactory
    default Stream<DynamicTest> kill_leavesNothingAcknowledgedWithoutItsKey_norAKeyOfWhatWasErased() {
        return Seeds.tests(2, seed -> {
            Random random = new Random(seed);
            Map<String, String> told = new HashMap<>();
            for (int round = 0; round < 2; round++) {
                try (ChildProcess killed = child("write encrypted", 1_000)) {
                    goOn(List.of(killed));
                    for (int lines = random.nextInt(100); lines > 0; lines--) {
                        note(told, killed.line());
                    }
                    killed.kill().forEach(line -> note(told, line));
                }
                requireAll(told, MASTER);
            }
        });
    }

    /** Two processes change all keys, one of which is killed, while a third writes. */
    @Test
    default void rotationOfTwoProcesses_oneOfThemKilled_losesNothing() {
        Map<String, String> told = new HashMap<>();
        engine(MASTER).close();
        try (ChildProcess writer = child("write encrypted", 15);
                ChildProcess killed = child("rotate", 1_000_000);
                ChildProcess other = child("rotate", 40)) {
            goOn(List.of(writer, killed, other));
            Stream.generate(killed::line).limit(15).forEach(id -> assertThat(id).isIn(MASTER.id(), NEXT.id()));
            killed.kill();
            Stream.generate(writer::line)
                    .takeWhile(line -> !line.equals("done"))
                    .forEach(line -> note(told, line));
            assertThat(Stream.generate(other::line).takeWhile(line -> !line.equals("done")))
                    .hasSize(40);
            boolean first = opens(MASTER);
            assertThat(opens(NEXT)).isNotEqualTo(first);
            requireAll(told, first ? MASTER : NEXT);
        }
        assertThat(told).hasSize(60);
    }

    private boolean opens(MasterKey key) {
        try (Holdfast holdfast = engine(key)) {
            return holdfast.vault().isPresent();
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageContaining("belongs to the master key");
            return false;
        }
    }

    private static void note(Map<String, String> told, String line) {
        String[] words = line.split(" ", 2);
        told.put(words[0], words[1]);
    }

    /** Each state that was told of is as it was told, or a step further; no key is left of those that are gone. */
    private void requireAll(Map<String, String> told, MasterKey key) {
        try (Holdfast holdfast = engine(key);
                KeyVault vault = vault(place())) {
            told.forEach((handle, last) -> {
                State state = holdfast.as(EncryptedClient.OWNER).state(handle);
                try {
                    Json n = state.read().document().get("n");
                    assertThat(last).isIn("1", "2");
                    assertThat(n).isIn(Json.of(Integer.parseInt(last)), Json.of(2));
                    assertThat(vault.find(new StateId(handle))).isNotEmpty();
                } catch (HoldfastException e) {
                    assertThat(e.failure().code()).isEqualTo(Failure.Code.NOT_FOUND);
                    assertThat(last).isIn("2", "erased");
                    assertThat(vault.find(new StateId(handle))).isEmpty();
                }
            });
            assertThat(holdfast.verify(Progress.NONE).damages()).isEmpty();
        }
    }

    /** Opens the vault of the store at a path. */
    default KeyVault vault(Path place) {
        return VaultFile.beside(place);
    }

    private Holdfast engine(MasterKey key) {
        return engine(this, place(), key);
    }

    /** An engine on the store of a fixture. */
    static Holdfast engine(ClientFixture fixture, Path place, MasterKey key) {
        return Holdfast.on(fixture.open(place, ProcessesContract.PATIENCE))
                .encrypted(key, ((EncryptedProcessesContract) fixture).vault(place))
                .open();
    }

    private ChildProcess child(String task, Object... arguments) {
        return ChildProcess.start(getClass(), task, place(), arguments);
    }

    /** Lets children begin together. */
    private static void goOn(List<ChildProcess> children) {
        children.forEach(child -> assertThat(child.line()).isEqualTo("ready"));
        children.forEach(ChildProcess::goOn);
    }
}
