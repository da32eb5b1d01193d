package dev.holdfast.engine.internal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.memory.MemoryVault;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class KeyringTest {
    private static final StateId ID = new StateId("st_0123456789abcdefghjkmnpqrs");
    private static final StateId OTHER = new StateId("st_zzzzzzzzzzzzzzzzzzzzzzzzzz");
    private static final MasterKey MASTER = new SecretKeyMaster(new byte[SecretKeyMaster.BYTES]);
    private static final MasterKey NEXT =
            new SecretKeyMaster("another master key of 32 bytes..".getBytes(StandardCharsets.US_ASCII));
    private static final String STORE = "a store";
    private static final byte[] TEXT = "a secret".getBytes(StandardCharsets.US_ASCII);

    private final MemoryVault.Content content = new MemoryVault.Content();

    @Test
    void key_opensWhatItSealed_afterTheVaultWasOpenedAgain() {
        DataKey key = sealing(keyring(), ID, 0);
        byte[] sealed = key.seal(TEXT, TEXT, TEXT.length);

        assertThat(keyring().key(ID, key.id()).open(TEXT, sealed)).isEqualTo(TEXT);
    }

    @Test
    void key_isInTheVaultOnlyWhenItIsMadeDurable() {
        Keyring keyring = keyring();
        DataKey key = Objects.requireNonNull(keyring.keyFor(ID, 0));
        assertThat(vault().find(ID)).isEmpty();
        assertThat(keyring.keyFor(ID, 0)).isSameAs(key);

        keyring.makeDurable(List.of(key));

        assertThat(vault().find(ID)).hasSize(1);
        assertThat(vault().find(ID).getFirst().wrapped().toString())
                .doesNotContain(Bytes.wrap(key.bytes()).toString());
    }

    @Test
    void eachState_hasAKeyOfItsOwn() {
        Keyring keyring = keyring();
        assertThat(sealing(keyring, ID, 0).bytes())
                .isNotEqualTo(sealing(keyring, OTHER, 0).bytes());
    }

    @Test
    void key_isFollowedByAnother_beforeItIsWornOut() {
        Keyring keyring = Keyring.open(vault(), MASTER, STORE, null, new SecureRandom(), 10);
        DataKey first = sealing(keyring, ID, 0);
        assertThat(sealing(keyring, ID, 9)).isSameAs(first);
        DataKey second = sealing(keyring, ID, 10);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(sealing(keyring, ID, 19)).isSameAs(second);
        assertThat(sealing(Keyring.open(vault(), MASTER, STORE, null, new SecureRandom(), 10), ID, 19)
                        .id())
                .isEqualTo(second.id());
        assertThat(keyring.key(ID, first.id())).isSameAs(first);
        assertThat(256L * Keyring.MOST_REVISIONS).isLessThanOrEqualTo(1L << 32);
    }

    @Test
    void renewedKeys_areUsedByEveryClientFromThenOn() {
        Keyring one = keyring();
        Keyring other = keyring();
        DataKey before = sealing(one, ID, 0);

        other.renewKeys();

        DataKey after = sealing(one, ID, 1);
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(sealing(other, ID, 2).id()).isEqualTo(after.id());
        assertThat(one.key(ID, before.id())).isSameAs(before);
    }

    @Test
    void destroyedKey_isMissing() {
        Keyring keyring = keyring();
        DataKey key = sealing(keyring, ID, 0);
        DataKey kept = sealing(keyring, OTHER, 0);

        keyring.destroy(ID);

        assertThatThrownBy(() -> keyring.key(ID, key.id()))
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.isKeyMissing()).isTrue());
        assertThat(keyring().key(OTHER, kept.id()).bytes()).isEqualTo(kept.bytes());
    }

    @Test
    void anotherMasterKey_isRefused_andNamesBoth() {
        keyring();

        assertThatThrownBy(() -> Keyring.open(vault(), NEXT, STORE, null, new SecureRandom()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(MASTER.id())
                .hasMessageContaining(NEXT.id());
    }

    @Test
    void vaultThatIsGivenAway_opensWithTheNewMasterKeyAlone_andDelaysNoOne() {
        Keyring open = keyring();
        DataKey key = sealing(open, ID, 0);

        keyring().giveTo(NEXT);

        assertThat(sealing(open, ID, 1)).isSameAs(key);
        sealing(open, OTHER, 0);
        assertThatThrownBy(this::keyring).isInstanceOf(StoreUnavailableException.class);
        Keyring after = Keyring.open(vault(), NEXT, STORE, null, new SecureRandom());
        assertThat(after.vault()).isEqualTo(open.vault());
        assertThat(after.key(ID, key.id()).bytes()).isEqualTo(key.bytes());
    }

    @Test
    void vaultOfAnotherStore_orAnotherVaultOfTheStore_isRefused() {
        String id = keyring().vault();

        assertThatThrownBy(() -> Keyring.open(vault(), MASTER, "another", null, new SecureRandom()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the keys of another store, " + STORE);
        assertThatThrownBy(() -> Keyring.open(vault(), MASTER, STORE, "lost", new SecureRandom()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("in the vault lost, and the one given is " + id);
        KeyVault empty = MemoryVault.open();
        assertThatThrownBy(() -> Keyring.open(empty, MASTER, STORE, id, new SecureRandom()))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void rootKeyOfAnotherVault_isRefused() {
        keyring();
        VaultHead head = vault().head().orElseThrow();
        vault().replaceHead(head, new VaultHead("another", STORE, 0, head.masterKey(), head.root()));

        assertThatThrownBy(this::keyring).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void keyThatWasAltered_orIsThatOfAnotherState_isNamed_andHarmsNoOther() {
        Keyring keyring = keyring();
        sealing(keyring, ID, 0);
        WrappedKey good = vault().find(ID).getFirst();
        byte[] altered = good.wrapped().toArray();
        altered[20] ^= 1;
        List<WrappedKey> bad = List.of(
                new WrappedKey(ID, "altered_", good.generation(), good.from(), Bytes.wrap(altered)),
                new WrappedKey(ID, "renamed_", good.generation(), good.from(), good.wrapped()),
                new WrappedKey(OTHER, good.id(), good.generation(), good.from(), good.wrapped()),
                new WrappedKey(ID, "older___", good.generation() + 1, good.from(), good.wrapped()));
        vault().put(bad);

        for (WrappedKey key : bad) {
            assertThatThrownBy(() -> keyring().key(key.state(), key.id()))
                    .isInstanceOf(SealException.class)
                    .hasMessageContaining("altered, or is that of another state");
        }
        assertThat(keyring().key(ID, good.id()).id()).isEqualTo(good.id());
    }

    @Test
    void stateThatSaysWhichVault_isNeverSealed() {
        assertThat(keyring().keyFor(Sealing.CUSTODY, 0)).isNull();
    }

    private KeyVault vault() {
        return MemoryVault.open(content);
    }

    private Keyring keyring() {
        return Keyring.open(vault(), MASTER, STORE, null, new SecureRandom());
    }

    /** The key that the next event of a state is sealed with, as the committer uses it. */
    private static DataKey sealing(Keyring keyring, StateId state, long revision) {
        DataKey key = Objects.requireNonNull(keyring.keyFor(state, revision));
        keyring.makeDurable(List.of(key));
        return key;
    }
}
