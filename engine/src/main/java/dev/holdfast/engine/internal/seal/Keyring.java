package dev.holdfast.engine.internal.seal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.VaultHead;
import dev.holdfast.engine.spi.WrappedKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a store's states: a cache of what its vault has, unwrapped, and of keys that are new.
 *
 * <p>A key has a random id, so processes that make keys for one state at the same moment need not agree: each is put
 * into the vault before its first use, and every process finds all of them there.
 */
public final class Keyring implements Sealing {
    /**
     * After so many revisions of its state a key is followed by another. A key must seal fewer than 2^32 times: each
     * revision may be decided anew, and folded into bases and snapshots, 256 times.
     */
    static final long MOST_REVISIONS = 1L << 24;

    private static final int MOST_STATES_IN_MEMORY = 65_536;
    private static final int ID_BYTES = 6;
    private static final int ROUNDS = 100;

    private final KeyVault vault;
    private final RandomGenerator random;
    private final RootKey root;
    private final String vaultId;
    private final long mostRevisions;
    private final @Nullable SealedNames names;
    private final Cache<StateId, DataKeys> known = Caffeine.newBuilder()
            .maximumSize(MOST_STATES_IN_MEMORY)
            .executor(Runnable::run)
            .build();

    private Keyring(
            KeyVault vault,
            RandomGenerator random,
            RootKey root,
            String vaultId,
            long mostRevisions,
            @Nullable SealedNames names) {
        this.vault = vault;
        this.random = random;
        this.root = root;
        this.vaultId = vaultId;
        this.mostRevisions = mostRevisions;
        this.names = names;
    }

    /** The same, sealing names and labels too. It takes the place of this one. */
    public Keyring withSealedNames() {
        return new Keyring(vault, random, root, vaultId, mostRevisions, new SealedNames(root));
    }

    /**
     * Opens a vault, and closes it if that fails. One that is new gets its root key now; of several that open it at the
     * same moment one makes it.
     *
     * @param store the identity of the store whose keys it has
     * @param expected the identity of the vault that the store says has its keys; null if it does not say
     * @param random where keys and nonces come from; cryptographically strong, safe for use by many threads
     * @throws StoreUnavailableException if the vault cannot be used, is another one, or belongs to another master key
     */
    public static Keyring open(
            KeyVault vault, MasterKey master, String store, @Nullable String expected, RandomGenerator random) {
        return open(vault, master, store, expected, random, MOST_REVISIONS);
    }

    static Keyring open(
            KeyVault vault,
            MasterKey master,
            String store,
            @Nullable String expected,
            RandomGenerator random,
            long mostRevisions) {
        Keyring keyring = null;
        try {
            if (vault.head().isEmpty() && expected == null) {
                vault.replaceHead(null, RootKey.mint(random).head(id(random), store, 0, master));
            }
            String given = vault.head().map(VaultHead::id).orElse("empty");
            if (expected != null && !expected.equals(given)) {
                throw Sealing.otherVault(expected, given);
            }
            VaultHead head = head(vault);
            if (!head.store().equals(store)) {
                throw StoreUnavailableException.unusable("the vault has the keys of another store, " + head.store());
            }
            keyring = new Keyring(vault, random, RootKey.unwrap(head, master), head.id(), mostRevisions, null);
            return keyring;
        } finally {
            if (keyring == null) {
                vault.close();
            }
        }
    }

    @Override
    public String vault() {
        return vaultId;
    }

    @Override
    public @Nullable SealedNames names() {
        return names;
    }

    @Override
    public Optional<VaultHead> head() {
        return Optional.of(present());
    }

    @Override
    public @Nullable DataKey keyFor(StateId state, long revision) {
        if (state.equals(CUSTODY)) {
            return null;
        }
        int generation = present().generation();
        DataKeys keys = known.getIfPresent(state);
        if (keys == null && revision > 0) {
            keys = load(state);
        }
        DataKey newest = keys == null ? null : keys.newest(generation, revision, mostRevisions);
        return newest == null ? added(state, revision, generation) : newest;
    }

    /** A new key, unless another thread has just made one. */
    private DataKey added(StateId state, long revision, int generation) {
        byte[] bytes = new byte[AesGcm.KEY_BYTES];
        random.nextBytes(bytes);
        DataKey fresh = new DataKey(state, id(random), generation, revision, bytes, random, false);
        DataKeys all = known.asMap().compute(state, (id, keys) -> {
            DataKeys there = keys == null ? DataKeys.NONE : keys;
            return there.newest(generation, revision, mostRevisions) == null ? there.plus(fresh) : there;
        });
        DataKey newest = all == null ? null : all.newest(generation, revision, mostRevisions);
        return newest == null ? fresh : newest;
    }

    @Override
    public DataKey key(StateId state, String id) {
        DataKeys keys = known.getIfPresent(state);
        DataKey found = keys == null ? null : keys.find(id);
        if (found == null) {
            found = load(state).find(id);
        }
        if (found == null) {
            throw SealException.keyMissing();
        }
        return found;
    }

    @Override
    public void makeDurable(Collection<DataKey> keys) {
        List<DataKey> fresh =
                keys.stream().filter(key -> !key.isDurable()).distinct().toList();
        if (!fresh.isEmpty()) {
            vault.put(fresh.stream().map(key -> root.wrap(key, random)).toList());
            fresh.forEach(DataKey::madeDurable);
        }
    }

    @Override
    public void destroy(StateId state) {
        vault.destroy(state);
        known.invalidate(state);
    }

    @Override
    public boolean isSealedAfter(StateId state, long revision) {
        DataKeys keys = known.getIfPresent(state);
        return (keys == null ? load(state) : keys).sealedFrom() <= revision;
    }

    @Override
    public List<WrappedKey> stored(StateId state) {
        return vault.find(state);
    }

    /** They get the first generation, so that a renewal follows them whatever it was in the other vault. */
    @Override
    public void adopt(VaultHead from, MasterKey master, Collection<WrappedKey> keys) {
        RootKey other = RootKey.unwrap(from, master);
        List<DataKey> taken = new ArrayList<>();
        for (WrappedKey wrapped : keys) {
            try {
                DataKey key = other.unwrap(wrapped, random);
                taken.add(new DataKey(key.state(), key.id(), 0, key.from(), key.bytes(), random, false));
            } catch (SealException e) {
                throw StoreUnavailableException.sealed(wrapped.state(), wrapped.from(), e.getMessage(), e);
            }
        }
        makeDurable(taken);
        taken.forEach(key -> known.invalidate(key.state()));
    }

    @Override
    public void renewKeys() {
        change(head -> new VaultHead(head.id(), head.store(), head.generation() + 1, head.masterKey(), head.root()));
    }

    @Override
    public void giveTo(MasterKey next) {
        change(head -> root.head(head.id(), head.store(), head.generation(), next));
    }

    private void change(UnaryOperator<VaultHead> change) {
        for (int round = 0; round < ROUNDS; round++) {
            VaultHead head = present();
            if (vault.replaceHead(head, change.apply(head))) {
                return;
            }
        }
        throw StoreUnavailableException.unusable("too many others were changing the vault");
    }

    @Override
    public void close() {
        vault.close();
    }

    private VaultHead present() {
        VaultHead head = head(vault);
        if (!head.id().equals(vaultId)) {
            throw StoreUnavailableException.unusable("the vault was replaced by another one while it was open");
        }
        return head;
    }

    private static VaultHead head(KeyVault vault) {
        return vault.head()
                .orElseThrow(() -> StoreUnavailableException.unusable("the vault was emptied while it was open"));
    }

    private DataKeys load(StateId state) {
        List<DataKey> sound = new ArrayList<>();
        List<String> altered = new ArrayList<>();
        for (WrappedKey wrapped : vault.find(state)) {
            try {
                sound.add(root.unwrap(wrapped, random));
            } catch (SealException e) {
                altered.add(wrapped.id());
            }
        }
        DataKeys stored = DataKeys.of(sound.stream(), altered.stream());
        return known.asMap().compute(state, (id, before) -> stored.plusUnstored(before));
    }

    private static String id(RandomGenerator random) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
