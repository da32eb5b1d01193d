package dev.holdfast.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import dev.holdfast.testkit.Crowd;
import dev.holdfast.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every vault of keys promises. */
public interface KeyVaultContract {
    /** Opens another client of the vault, which is new at the beginning of each test. The test closes it. */
    KeyVault openVault();

    /** What there is to know of an opened vault when all other clients were closed before. */
    default KeyVault reopenVault() {
        return openVault();
    }

    @Test
    default void newVault_isEmpty() {
        try (KeyVault vault = openVault()) {
            assertThat(vault.head()).isEmpty();
            assertThat(vault.find(state())).isEmpty();
        }
    }

    @Test
    default void head_isReplacedByTheOneWhoKnowsIt() {
        VaultHead first = head(0, 48);
        VaultHead second = head(1, KeyVault.MOST_ROOT_BYTES);
        try (KeyVault vault = openVault();
                KeyVault other = openVault()) {
            assertThat(vault.replaceHead(first, second)).isFalse();
            assertThat(vault.replaceHead(null, first)).isTrue();
            assertThat(other.replaceHead(null, second)).isFalse();
            assertThat(other.head()).contains(first);
            assertThat(other.replaceHead(second, first)).isFalse();
            assertThat(other.replaceHead(first, second)).isTrue();
            assertThat(vault.head()).contains(second);
        }
        try (KeyVault vault = reopenVault()) {
            assertThat(vault.head()).contains(second);
        }
    }

    @Test
    default void head_ofSeveralAtOnce_isReplacedByOne() {
        VaultHead first = head(0, 60);
        try (KeyVault vault = openVault()) {
            vault.replaceHead(null, first);
            List<Boolean> won = Crowd.run(8, n -> {
                try (KeyVault own = openVault()) {
                    return own.replaceHead(first, head(n + 1, 60));
                }
            });
            assertThat(won).containsOnlyOnce(true);
        }
    }

    @Test
    default void keys_areFoundByEveryClientInTheOrderOfPutting() {
        StateId state = state();
        List<WrappedKey> keys =
                IntStream.range(0, 20).mapToObj(n -> key(state, n)).toList();
        try (KeyVault vault = openVault();
                KeyVault other = openVault()) {
            vault.put(keys.subList(0, 7));
            other.put(keys.subList(7, 20));
            assertThat(vault.find(state)).isEqualTo(keys);
            assertThat(other.find(state)).isEqualTo(keys);
            assertThat(vault.find(state())).isEmpty();
        }
        try (KeyVault vault = reopenVault()) {
            assertThat(vault.find(state)).isEqualTo(keys);
        }
    }

    @Test
    default void key_thatIsPutAgain_isThereOnce() {
        WrappedKey key = key(state(), 0);
        try (KeyVault vault = openVault()) {
            vault.put(List.of(key));
            vault.put(List.of(key, key));
            assertThat(vault.find(key.state())).containsExactly(key);
        }
    }

    @Test
    default void longestState_andLongestKey_areKept() {
        StateId state = new StateId("s_" + "0".repeat(62));
        StateId other = new StateId("s_" + "0".repeat(61) + "1");
        byte[] wrapped = new byte[KeyVault.MOST_WRAPPED_BYTES];
        new Random(1).nextBytes(wrapped);
        WrappedKey key = new WrappedKey(state, "________", Integer.MAX_VALUE, Long.MAX_VALUE, Bytes.wrap(wrapped));
        try (KeyVault vault = openVault()) {
            vault.put(List.of(key));
            assertThat(vault.find(state)).containsExactly(key);
            assertThat(vault.find(other)).isEmpty();
        }
    }

    @Test
    default void destroyedKeys_areGoneForEveryClient() {
        StateId state = state();
        StateId kept = state();
        List<WrappedKey> keys =
                IntStream.range(0, 12).mapToObj(n -> key(state, n)).toList();
        try (KeyVault vault = openVault();
                KeyVault other = openVault()) {
            vault.put(keys);
            vault.put(List.of(key(kept, 0)));
            other.destroy(state);
            other.destroy(state);
            other.destroy(state());
            assertThat(vault.find(state)).isEmpty();
            assertThat(vault.find(kept)).hasSize(1);
        }
        try (KeyVault vault = reopenVault()) {
            assertThat(vault.find(state)).isEmpty();
            assertThat(vault.find(kept)).hasSize(1);
        }
    }

    @Test
    default void closedVault_saysSo() {
        KeyVault vault = openVault();
        vault.close();
        vault.close();

        assertThatThrownBy(vault::head).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> vault.find(state())).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> vault.put(List.of(key(state(), 1)))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> vault.destroy(state())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    default void manyAtOnce_loseNothing() {
        try (KeyVault vault = openVault()) {
            List<StateId> states =
                    Stream.generate(KeyVaultContract::state).limit(6).toList();
            Crowd.run(6, n -> {
                try (KeyVault own = openVault()) {
                    for (int i = 0; i < 30; i++) {
                        own.put(List.of(key(states.get(i % 6), n * 100 + i)));
                    }
                    return n;
                }
            });
            for (StateId state : states) {
                assertThat(vault.find(state)).hasSize(30).doesNotHaveDuplicates();
            }
        }
    }

    @TestFactory
    default Stream<DynamicTest> vault_keepsWhatAMapWould() {
        return Seeds.tests(4, seed -> {
            Random random = new Random(seed);
            Map<StateId, List<WrappedKey>> model = new HashMap<>();
            List<StateId> states =
                    Stream.generate(KeyVaultContract::state).limit(40).toList();
            KeyVault vault = openVault();
            try (KeyVault other = openVault()) {
                for (int i = 0; i < 300; i++) {
                    KeyVault one = random.nextBoolean() ? vault : other;
                    StateId state = states.get(random.nextInt(states.size()));
                    int what = random.nextInt(20);
                    if (what < 12) {
                        WrappedKey key = key(state, i);
                        model.computeIfAbsent(state, id -> new ArrayList<>()).add(key);
                        one.put(List.of(key));
                    } else if (what < 16) {
                        model.remove(state);
                        one.destroy(state);
                    } else {
                        assertThat(one.find(state)).isEqualTo(model.getOrDefault(state, List.of()));
                    }
                }
                for (StateId state : states) {
                    assertThat(other.find(state)).isEqualTo(model.getOrDefault(state, List.of()));
                }
            } finally {
                vault.close();
            }
        });
    }

    private static StateId state() {
        return new StateId("st_" + UUID.randomUUID().toString().replace("-", ""));
    }

    private static VaultHead head(int generation, int rootBytes) {
        byte[] root = new byte[rootBytes];
        new Random(generation).nextBytes(root);
        return new VaultHead(
                "vault-" + generation, "store-" + generation, generation, "master-" + generation, Bytes.wrap(root));
    }

    private static WrappedKey key(StateId state, int n) {
        byte[] wrapped = new byte[60];
        new Random(n).nextBytes(wrapped);
        return new WrappedKey(state, "key%05d".formatted(n), n, 7L * n, Bytes.wrap(wrapped));
    }
}
