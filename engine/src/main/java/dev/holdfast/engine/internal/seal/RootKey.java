package dev.holdfast.engine.internal.seal;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a vault that wraps its data keys. The master key wraps it alone, so a new master key is one atomic step,
 * and a service that keeps master keys is not asked for each state. Each state's keys are wrapped by a key that is
 * derived from it for that state, so that no number of states wears it out. Immutable.
 */
final class RootKey {
    private final SecretKey key;

    private RootKey(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    static RootKey mint(RandomGenerator random) {
        return new RootKey(bytes(random, AesGcm.KEY_BYTES));
    }

    /**
     * The root key in a vault's head.
     *
     * @throws StoreUnavailableException if this master key does not unwrap it
     */
    static RootKey unwrap(VaultHead head, MasterKey master) {
        if (!head.masterKey().equals(master.id())) {
            throw StoreUnavailableException.unusable("the vault belongs to the master key " + head.masterKey()
                    + ", and the one given is " + master.id());
        }
        try {
            return new RootKey(
                    master.unwrap(head.root(), context(head.id(), head.store())).borrow());
        } catch (IllegalArgumentException e) {
            throw StoreUnavailableException.unusable(
                    "the vault's root key does not open with the master key " + master.id() + ": it was altered");
        }
    }

    /** A vault's head that says this is its root key. */
    VaultHead head(String vault, String store, int generation, MasterKey master) {
        Bytes root = master.wrap(Bytes.wrap(key.getEncoded()), context(vault, store));
        return new VaultHead(vault, store, generation, master.id(), root);
    }

    WrappedKey wrap(DataKey data, RandomGenerator nonces) {
        byte[] nonce = bytes(nonces, AesGcm.NONCE_BYTES);
        byte[] plain = data.bytes();
        byte[] label = label(data.state(), data.id(), data.generation(), data.from());
        byte[] wrapped = AesGcm.seal(wrapper(data.state()), nonce, label, plain, plain.length);
        return new WrappedKey(data.state(), data.id(), data.generation(), data.from(), Bytes.wrap(wrapped));
    }

    /** @throws SealException if it was altered, or is not of this vault or state */
    DataKey unwrap(WrappedKey wrapped, RandomGenerator nonces) {
        byte[] label = label(wrapped.state(), wrapped.id(), wrapped.generation(), wrapped.from());
        byte[] key =
                AesGcm.open(wrapper(wrapped.state()), label, wrapped.wrapped().borrow());
        return new DataKey(wrapped.state(), wrapped.id(), wrapped.generation(), wrapped.from(), key, nonces, true);
    }

    /** A key for another purpose, which this one cannot be told from. */
    byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(("holdfast " + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private SecretKey wrapper(StateId state) {
        return new SecretKeySpec(derived("data keys of " + state), "AES");
    }

    private static byte[] label(StateId state, String id, int generation, long from) {
        return (state + " " + id + " " + generation + " " + from).getBytes(StandardCharsets.US_ASCII);
    }

    private static Bytes context(String vault, String store) {
        return Bytes.wrap(
                ("holdfast root key of vault " + vault + " of store " + store).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
