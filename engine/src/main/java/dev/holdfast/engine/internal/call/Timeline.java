package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.MintedIds;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a store that was restored from a backup says of it, in an internal state: when that was, and of what. As long as
 * it is being restored it says so, and is used for nothing else.
 */
public final class Timeline {
    /** The state that says it. */
    public static final StateId ID = new StateId("timeline_store");

    private static final String BACKUP = "backup";
    private static final String RESTORED_AT = "restored_at";
    private static final String NUMBER = "number";

    private Timeline() {}

    /**
     * What a store says.
     *
     * @param backup tells what it was restored of from everything else
     * @param number how often the data was restored, this time included
     * @param restoredAt when that was done; empty while it is being done
     */
    public record Said(String backup, int number, Optional<Instant> restoredAt) {}

    /** What a store says; empty if it was never restored. */
    public static Optional<Said> of(CommitLog log, History history) {
        if (!(log.head(ID, Consistency.LINEARIZABLE) instanceof Head.Live)) {
            return Optional.empty();
        }
        JsonObject document = history.load(ID).image().document();
        String backup = document.string(BACKUP);
        String at = document.string(RESTORED_AT);
        JsonNumber number = document.number(NUMBER);
        return Optional.of(new Said(
                backup == null ? "" : backup,
                number == null ? 1 : (int) number.exactLong().orElse(1),
                Optional.ofNullable(at).map(Instant::parse)));
    }

    /** How often the data of a store was restored. */
    public static int number(CommitLog log, History history) {
        return of(log, history).map(Said::number).orElse(0);
    }

    /** What a store hands out in this timeline. */
    static MintedIds ids(CommitLog log, History history, RandomGenerator random) {
        Optional<Said> said = of(log, history);
        return new MintedIds(
                said.map(Said::number).orElse(0),
                said.flatMap(Said::restoredAt).orElse(null),
                () -> FreshIds.mint(random));
    }

    /**
     * Refuses a store that is being restored.
     *
     * @throws StoreUnavailableException if it is
     */
    public static void requireWhole(CommitLog log, History history) {
        if (of(log, history).filter(said -> said.restoredAt().isEmpty()).isPresent()) {
            throw StoreUnavailableException.unusable(
                    "the store is being restored, or that was interrupted: carry out the same restore again");
        }
    }

    /** Lets a store say that it is being restored of a backup. */
    private static void begin(Engine engine, String backup, int number) {
        execute(
                engine,
                Change.Create.of(
                        Settings.LASTING_INTERNAL, JsonObject.of(BACKUP, Json.of(backup), NUMBER, Json.of(number))));
    }

    /** Lets it say that this is done. */
    public static void finish(Engine engine, Instant at) {
        execute(
                engine,
                new Change.Operate(
                        Write.builder().set(RESTORED_AT, at.toString()).build()));
    }

    /**
     * Lets an empty store say that it is being restored of a backup; one that says so already may go on.
     *
     * @param number how often the data was restored, this time included
     * @return false if it says that it was restored, or of another backup
     */
    public static boolean beginOrGoOn(Engine engine, String backup, int number) {
        Optional<Said> said = of(engine.log(), engine.history());
        if (said.isEmpty()) {
            begin(engine, backup, number);
            return true;
        }
        return said.get().backup().equals(backup) && said.get().restoredAt().isEmpty();
    }

    private static void execute(Engine engine, Change change) {
        CommandOutcome outcome = engine.execute(new Command(ID, Actors.ENGINE, null, change));
        if (outcome instanceof CommandOutcome.Refused(var failure)) {
            throw failure.toException();
        }
    }
}
