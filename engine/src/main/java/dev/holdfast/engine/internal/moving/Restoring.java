package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Timeline;
import dev.holdfast.engine.internal.history.StateWalk;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.moving.Restored;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Restores an empty store of a backup, each state as it was at a time. All of the backup is checked before anything is
 * stored. A restore that was interrupted is carried out again, and goes on; until it is done the store is used for
 * nothing else.
 */
public final class Restoring {
    private final Engine engine;
    private final Path backup;
    private final boolean keyed;
    private final Cutoff cutoff;
    private final Map<StateId, Long> rebased = new HashMap<>();
    private final Set<StateId> erased = new HashSet<>();
    private final Set<StateId> keyless = new HashSet<>();
    private Set<StateId> damaged = Set.of();

    /**
     * Prepares it.
     *
     * @param keyed whether the keys of the backup were taken into the vault of the store
     * @param at up to when events are restored; {@link Instant#MAX} for all of them
     */
    public Restoring(Engine engine, Path backup, boolean keyed, Instant at) {
        this.engine = engine;
        this.keyed = keyed;
        this.backup = backup;
        this.cutoff = new Cutoff(at);
    }

    /** A part of a backup that was checked. */
    private record Part(Path file, ChainScan.Scanned scanned) {}

    /**
     * Carries it out.
     *
     * @throws HoldfastException {@code invalid}, with nothing changed, if the backup is damaged, or its store was
     *     encrypted and this one is not; {@code conflict} if the store is not empty
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if the store fails
     */
    public Restored run(Progress progress) {
        List<Part> parts = checked();
        String identity =
                parts.stream().map(part -> part.scanned().title().id()).collect(Collectors.joining(" "));
        boolean empty = isEmpty() || Timeline.of(engine.log(), engine.history()).isPresent();
        int timeline = 1
                + parts.stream()
                        .mapToInt(part -> part.scanned().title().timeline())
                        .max()
                        .orElse(0);
        if (!empty || !Timeline.beginOrGoOn(engine, identity + " " + cutoff.time(), timeline)) {
            throw new Failure(
                            Failure.Code.CONFLICT,
                            JsonObject.EMPTY,
                            "The store is not empty. Restore to one that is not there yet.")
                    .toException();
        }
        Outcomes outcomes = new Outcomes(progress, this::left);
        for (Part part : parts) {
            new HistoryImport(engine, part.scanned(), rebased, cutoff, erased, outcomes).run(part.file());
        }
        return done(outcomes.told(true));
    }

    /** A part behind one that could not be decrypted has nothing to go on from. */
    private void left(StateId state, Imported.Reason reason) {
        if (reason == Imported.Reason.KEY_MISSING) {
            keyless.add(state);
        } else if (reason != Imported.Reason.DAMAGED && !keyless.contains(state)) {
            throw invalid("The parts of the backup do not fit together at " + state + ": it is damaged.");
        }
    }

    private Restored done(Imported imported) {
        Instant now = engine.now();
        Timeline.finish(engine, now);
        return new Restored(states(), imported.events(), erased.size(), keyless.size(), damaged, now);
    }

    private List<Part> checked() {
        if (!Files.isDirectory(backup)) {
            ChainScan.Scanned scanned = scan(backup);
            erased.addAll(scanned.erased());
            damaged = scanned.damaged();
            return List.of(new Part(backup, scanned));
        }
        BackupFolder folder = new BackupFolder(backup);
        BackupManifest manifest = folder.manifest();
        if (manifest == null) {
            throw invalid(backup + " has no backup: there is no manifest.json.");
        }
        List<Part> parts = new ArrayList<>();
        Instant before = Instant.MIN;
        for (BackupManifest.Segment segment : manifest.segments()) {
            Path file = folder.file(segment.file());
            ChainScan.Scanned scanned = scan(file);
            if (!scanned.sha256().equals(segment.sha256())) {
                throw invalid(file + " is not the one that the manifest names.");
            }
            // When exactly a state was erased is not known: since the backup before this one.
            if (cutoff.time().isAfter(before)) {
                erased.addAll(scanned.erased());
                damaged = scanned.damaged();
            }
            before = segment.at();
            parts.add(new Part(file, scanned));
        }
        return parts;
    }

    private ChainScan.Scanned scan(Path file) {
        ChainScan.Scanned scanned = ChainScan.of(file, cutoff, rebased, state -> {});
        if (!scanned.whole() || scanned.title().content() != ExportContent.HISTORY) {
            throw invalid(file + " was cut short, or is no backup.");
        } else if (scanned.title().sealed() && !keyed) {
            throw invalid(
                    "The backup is of an encrypted store: give the master key, and the keys that were backed up.");
        }
        Importing.requireNamesSealed(scanned.title(), engine.history().stored().sealing(), "backup");
        return scanned;
    }

    private boolean isEmpty() {
        CommitLog log = engine.log();
        for (int shard = 0; shard < log.info().shards(); shard++) {
            for (StatePage.Listed state :
                    log.list(shard, HeaderFilter.ALL, null, 4).states()) {
                if (!Exporting.isOfTheStore(state.id())) {
                    return false;
                }
            }
        }
        return true;
    }

    private long states() {
        long[] states = new long[1];
        StateWalk.of(
                engine.log(),
                HeaderFilter.ALL,
                Progress.NONE,
                listed -> states[0] += Exporting.isOfTheStore(listed.id()) ? 0 : 1);
        return states[0];
    }

    private static HoldfastException invalid(String hint) {
        return Failure.invalid("backup", hint).toException();
    }
}
