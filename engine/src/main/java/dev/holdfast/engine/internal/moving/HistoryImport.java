package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.image.Claims;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores the histories of a file that was checked. */
final class HistoryImport {
    private final Engine engine;
    private final ChainScan.Scanned scanned;
    private final Map<StateId, Long> rebased;
    private final Cutoff cutoff;
    private final Set<StateId> skipped;
    private final Outcomes outcomes;

    /** Where names are sealed, the ids of claims are made with a key of the store: those of another do not count. */
    private final boolean claimsMadeAnew;

    private @Nullable StateImport state;

    /**
     * Prepares it.
     *
     * @param rebased states of which the lines before a base of that revision do not count
     * @param cutoff up to when events are taken
     * @param skipped states that are not to be brought
     */
    HistoryImport(
            Engine engine,
            ChainScan.Scanned scanned,
            Map<StateId, Long> rebased,
            Cutoff cutoff,
            Set<StateId> skipped,
            Outcomes outcomes) {
        this.engine = engine;
        this.scanned = scanned;
        this.rebased = rebased;
        this.cutoff = cutoff;
        this.skipped = skipped;
        this.outcomes = outcomes;
        this.claimsMadeAnew = scanned.title().namesSealed()
                || engine.history().stored().sealing().names() != null;
    }

    void run(Path file) {
        try (ExportReader reader = ExportReader.open(file)) {
            while (reader.offset() < scanned.end()) {
                ExportLine line = reader.next();
                if (line == null) {
                    throw reader.wrong("the file was changed while it was imported");
                }
                take(line, reader);
            }
        }
    }

    private void take(ExportLine line, ExportReader reader) {
        switch (line) {
            case ExportLine.Begin begin -> state = begun(begin, reader);
            case ExportLine.Based based -> {
                if (state != null) {
                    state.base(based.base(), based.at());
                }
            }
            case ExportLine.Recorded recorded -> {
                if (state != null) {
                    state.event(recorded.event());
                }
            }
            case ExportLine.Done done -> {
                if (state != null) {
                    state.done();
                }
                state = null;
            }
            case ExportLine.Erased erased -> state = null;
            case ExportLine.Damaged damaged -> {
                state = null;
                outcomes.left(damaged.state(), Imported.Reason.DAMAGED);
            }
            case ExportLine.Title title -> {}
            case ExportLine.Value value -> {}
            case ExportLine.Opened opened -> {}
            case ExportLine.End end -> {}
        }
    }

    private @Nullable StateImport begun(ExportLine.Begin begin, ExportReader reader) {
        StateId id = begin.state();
        boolean counts = !scanned.dropped().contains(id)
                && !skipped.contains(id)
                && !Exporting.isOfTheStore(id)
                && !(claimsMadeAnew && Claims.isClaim(id));
        return counts
                ? new StateImport(
                        engine,
                        id,
                        engine.log().head(id, Consistency.LINEARIZABLE),
                        rebased.getOrDefault(id, 0L),
                        cutoff,
                        outcomes,
                        reader::wrong,
                        claimsMadeAnew)
                : null;
    }
}
