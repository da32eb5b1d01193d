package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StateId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the states of an export into a store. The file is read twice: first it is checked as a whole, then its states
 * are stored one after the other. A state that is there already is continued if it has the same history, so that an
 * import that was interrupted is carried out again, and goes on.
 */
public final class Importing {
    private final Engine engine;
    private final Path file;
    private final Terms terms;

    /**
     * What an import may do.
     *
     * @param cut whether a file that was cut short is taken up to its last whole state
     * @param clear whether history in clear may be stored in a store that is encrypted
     * @param keys those of the store that the file is of; null if they are not given
     */
    public record Terms(
            boolean cut, boolean clear, @Nullable Keys keys) {}

    /**
     * The keys of another store.
     *
     * @param copy the file that they were copied into
     * @param master opens it
     */
    public record Keys(Path copy, MasterKey master) {}

    public Importing(Engine engine, Path file, Terms terms) {
        this.engine = engine;
        this.file = file;
        this.terms = terms;
    }

    /**
     * Carries it out.
     *
     * @throws HoldfastException {@code invalid}, with nothing changed, if the file is damaged or cut short, is not to
     *     be imported, or needs keys that the store does not have
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store fails; what is imported by then stays
     */
    public Imported run(Progress progress) {
        Map<StateId, Long> rebased = new HashMap<>();
        Sealing sealing = engine.history().stored().sealing();
        boolean[] keyed = {false};
        ChainScan.Scanned scanned = ChainScan.of(
                file,
                Cutoff.LATEST,
                rebased,
                state -> keyed[0] = keyed[0] || !sealing.stored(state).isEmpty());
        requireAcceptable(scanned);
        requireKeys(scanned, keyed[0]);
        Outcomes outcomes = new Outcomes(progress);
        if (scanned.title().content() == ExportContent.VALUES) {
            new ValueImport(engine, scanned.title(), outcomes).run(file, scanned.end());
            return outcomes.told(scanned.whole());
        }
        Keys keys = terms.keys();
        if (keys != null) {
            KeyCopy.read(keys.copy(), keys.master(), sealing);
        }
        new HistoryImport(engine, scanned, rebased, Cutoff.LATEST, Set.of(), outcomes).run(file);
        if (keys != null) {
            KeyCopy.states(keys.copy(), this::forgetIfNotThere);
        }
        return outcomes.told(scanned.whole());
    }

    /** Of a state that did not come, or was erased here, nothing must become readable by a key that came. */
    private void forgetIfNotThere(StateId state) {
        if (!(engine.log().head(state, Consistency.LINEARIZABLE) instanceof Head.Live)) {
            engine.history().stored().sealing().destroy(state);
        }
    }

    /** @param keyed whether the vault has keys of any state of the file */
    private void requireKeys(ChainScan.Scanned scanned, boolean keyed) {
        ExportLine.Title title = scanned.title();
        boolean sealed = title.content() == ExportContent.HISTORY && title.sealed();
        Keys keys = terms.keys();
        if (keys == null) {
            if (sealed && !keyed && scanned.states() > 0) {
                throw refused(
                        "The export is sealed with keys of another store. Give the copy of its keys (--keys), which"
                                + " `holdfast backup --keys` makes there, or export values.");
            }
        } else if (!sealed) {
            throw refusedKeys("What is in the file is not sealed, so it needs no keys: leave them out.");
        } else if (!KeyCopy.store(keys.copy()).equals(title.store())) {
            throw refusedKeys("The copy of keys is of another store than the export.");
        }
    }

    private static HoldfastException refusedKeys(String why) {
        return Failure.invalid("keys", why).toException();
    }

    private void requireAcceptable(ChainScan.Scanned scanned) {
        if (!scanned.whole() && !terms.cut()) {
            throw refused("The file was cut short: its last line is missing. Export again, or take what is there of it,"
                    + " up to its last whole state (--partial).");
        }
        ExportLine.Title title = scanned.title();
        Sealing sealing = engine.history().stored().sealing();
        requireNamesSealed(title, sealing, "file");
        if (title.content() == ExportContent.OPENED) {
            throw refused("An export of opened events is to be read; export the history as it is stored, or values.");
        } else if (title.content() == ExportContent.HISTORY && title.sealed() && sealing.vault() == null) {
            throw refused("The export is encrypted, and this store is not: open it with the keys of the export.");
        } else if (title.content() == ExportContent.HISTORY
                && !title.sealed()
                && sealing.vault() != null
                && !terms.clear()) {
            throw refused("This history is in clear and would stay so in a store that is encrypted. Export and import"
                    + " values, which are encrypted anew, or allow it (--plain).");
        }
    }

    /** Refuses to let names be read that were sealed. */
    static void requireNamesSealed(ExportLine.Title title, Sealing sealing, String argument) {
        if (title.content() == ExportContent.HISTORY && title.namesSealed() && sealing.names() == null) {
            throw Failure.invalid(
                            argument,
                            "It is of a store that seals names and labels, and this one does not. Bring it into a new"
                                    + " store that is made so (--seal-names).")
                    .toException();
        }
    }

    private static HoldfastException refused(String why) {
        return Failure.invalid("file", why).toException();
    }
}
