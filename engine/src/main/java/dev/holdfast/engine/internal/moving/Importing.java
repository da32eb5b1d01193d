package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.StateId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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
     */
    public record Terms(boolean cut, boolean clear) {}

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
        ChainScan.Scanned scanned = ChainScan.of(file, Cutoff.LATEST, rebased);
        requireAcceptable(scanned);
        Outcomes outcomes = new Outcomes(progress);
        if (scanned.title().content() == ExportContent.VALUES) {
            new ValueImport(engine, scanned.title(), outcomes).run(file, scanned.end());
        } else {
            new HistoryImport(engine, scanned, rebased, Cutoff.LATEST, Set.of(), outcomes).run(file);
        }
        return outcomes.told(scanned.whole());
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
