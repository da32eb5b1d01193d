package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.internal.seal.Keyring;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.KeyVault;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a program was given for a store, held against what the store says of them.
 *
 * @param master opens the vault; null if the store is not encrypted
 * @param vault opens the vault
 * @param sealNames whether names and labels are sealed in a store that is new
 */
public record GivenKeys(@Nullable MasterKey master, Supplier<KeyVault> vault, boolean sealNames) {
    /**
     * The keys of a store, which is closed if there is anything wrong with them.
     *
     * @throws StoreUnavailableException if they are not those of the store
     */
    public Sealing open(CommitLog log) {
        Sealing sealing = null;
        try {
            sealing = open(log, Custody.of(log));
            return sealing;
        } finally {
            if (sealing == null) {
                log.close();
            }
        }
    }

    private Sealing open(CommitLog log, Custody.@Nullable Said said) {
        if (master == null && said != null) {
            throw StoreUnavailableException.unusable(
                    "the store is encrypted; give the master key of its vault, " + said.vault());
        } else if (sealNames && (master == null || !canSealNames(log, said))) {
            throw StoreUnavailableException.unusable("names are sealed in a store that is new and encrypted; make"
                    + " one, and import what this one has");
        } else if (master == null) {
            return Sealing.NONE;
        }
        String expected = said == null ? null : said.vault();
        // Keys never come from a generator that a caller may have seeded.
        Keyring keys = Keyring.open(vault.get(), master, log.info().id(), expected, new SecureRandom());
        return (said == null ? sealNames : said.namesSealed()) ? keys.withSealedNames() : keys;
    }

    private static boolean canSealNames(CommitLog log, Custody.@Nullable Said said) {
        return said == null ? Custody.isNew(log) : said.namesSealed();
    }
}
