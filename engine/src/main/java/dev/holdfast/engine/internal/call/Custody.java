package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Which vault has a store's keys. An encrypted store says so itself, in a state that is written in clear, so that it is
 * not written to without its keys, nor with those of another vault.
 */
public final class Custody {
    private static final String VAULT = "vault";

    private static final String NAMES = "names";
    private static final String SEALED = "sealed";

    private Custody() {}

    /**
     * What an encrypted store says of its keys.
     *
     * @param vault the vault that has them
     * @param namesSealed whether they seal names and labels too
     */
    public record Said(String vault, boolean namesSealed) {
        private JsonObject toJson() {
            return JsonObject.builder()
                    .put(VAULT, vault)
                    .putIfPresent(NAMES, namesSealed ? Json.of(SEALED) : null)
                    .build();
        }
    }

    /**
     * What a store says of its keys; null if it is not encrypted.
     *
     * @throws StoreUnavailableException if the store cannot be read
     */
    public static @Nullable Said of(CommitLog log) {
        if (!(log.head(Sealing.CUSTODY, Consistency.LINEARIZABLE) instanceof Head.Live)) {
            return null;
        }
        Image image = new History(log, new StoredEvents(Sealing.NONE))
                .load(Sealing.CUSTODY)
                .image();
        return said(image);
    }

    /**
     * Refuses an audit log whose keys are not those of its store.
     *
     * @throws StoreUnavailableException if it is encrypted otherwise than the store
     */
    public static void requireOf(CommitLog audit, Sealing sealing) {
        Said said = of(audit);
        String vault = sealing.vault();
        if (said != null && vault == null) {
            throw StoreUnavailableException.unusable(
                    "the audit log is encrypted, with keys of the vault " + said.vault() + ", and the store is not");
        } else if (said != null && !said.vault().equals(vault)) {
            throw StoreUnavailableException.unusable("the keys of the audit log are in the vault " + said.vault()
                    + ", and those of the store in " + vault);
        }
    }

    private static Said said(Image image) {
        String vault = image.document().string(VAULT);
        if (vault == null) {
            throw StoreUnavailableException.damaged(Sealing.CUSTODY, image.revision());
        }
        return new Said(vault, SEALED.equals(image.document().string(NAMES)));
    }

    /** Whether a store has no state at all. */
    public static boolean isNew(CommitLog log) {
        for (int shard = 0; shard < log.info().shards(); shard++) {
            StatePage page = log.list(shard, HeaderFilter.ALL, null, 1);
            if (!page.states().isEmpty() || page.next() != null) {
                return false;
            }
        }
        return true;
    }

    /**
     * Makes a store whose keys are in a vault say so, if it does not yet.
     *
     * @throws StoreUnavailableException if another process has just said otherwise
     */
    public static void claim(Engine engine) {
        Sealing sealing = engine.history().stored().sealing();
        String vault = sealing.vault();
        if (vault == null || of(engine.log()) != null) {
            return;
        }
        Said mine = new Said(vault, sealing.names() != null);
        Change create = Change.Create.of(Settings.LASTING_INTERNAL, mine.toJson());
        CommandOutcome outcome = engine.execute(new Command(Sealing.CUSTODY, Actors.ENGINE, null, create));
        Said said = outcome instanceof CommandOutcome.Done
                ? mine
                : said(engine.images().current(Sealing.CUSTODY));
        if (!said.vault().equals(vault)) {
            throw Sealing.otherVault(said.vault(), vault);
        } else if (!said.equals(mine)) {
            throw StoreUnavailableException.unusable("another program is making this store at the same moment, with or"
                    + " without sealed names as this one is not; open it again");
        }
    }
}
