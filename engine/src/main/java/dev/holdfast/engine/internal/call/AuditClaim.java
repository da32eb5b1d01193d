package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Write;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Settings;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Which audit log a store has. The store says so itself, in an internal state, so that no program uses it without that
 * log, nor with another one (AUDIT-10).
 */
public final class AuditClaim {
    /** The state that says it. */
    public static final StateId ID = new StateId("audit_store");

    private static final String LOG = "log";

    private AuditClaim() {}

    /**
     * Refuses a store that has an audit log to a program that was not told to keep it.
     *
     * @throws StoreUnavailableException if the store has one
     */
    public static void requireNone(CommitLog log, History history) {
        if (log.head(ID, Consistency.LINEARIZABLE) instanceof Head.Live
                && said(history.load(ID).image()) != null) {
            throw StoreUnavailableException.unusable("the store keeps an audit log, and is opened only together with"
                    + " it: say where it is, as its other programs do (--audit, HOLDFAST_AUDIT, in Java audited)");
        }
    }

    /**
     * Lets a store say which audit log it has, if it does not yet.
     *
     * @param mine the identity of the log's store
     * @param operator whether only the operator uses the engine, who may do so with another log
     * @throws StoreUnavailableException if it has another one
     */
    public static void claim(Engine engine, String mine, boolean operator) {
        String said = said(engine);
        if (said == null) {
            said = say(engine, mine);
        }
        if (!mine.equals(said) && !operator) {
            throw StoreUnavailableException.unusable("the store keeps another audit log, that of the store " + said
                    + ", and not this one, " + mine + "; if that is lost, end it first");
        }
    }

    /** Lets a store say that it has no audit log any more. */
    public static void end(Engine engine) {
        if (said(engine) != null) {
            execute(engine, new Change.Operate(Write.builder().delete(LOG).build()));
        }
    }

    /** Which log the store says it has; null if it has none. */
    private static @Nullable String said(Engine engine) {
        return engine.log().head(ID, Consistency.LINEARIZABLE) instanceof Head.Live
                ? said(engine.images().current(ID))
                : null;
    }

    private static @Nullable String said(Image image) {
        return image.document().string(LOG);
    }

    /** Says it unless another program has just done so, and answers what is said then. */
    private static @Nullable String say(Engine engine, String mine) {
        boolean isThere = engine.log().head(ID, Consistency.LINEARIZABLE) instanceof Head.Live;
        CommandOutcome outcome = execute(
                engine,
                isThere
                        ? new Change.Operate(Write.builder()
                                .set(LOG, mine)
                                .ifRevision(LOG, 0)
                                .build())
                        : Change.Create.of(Settings.LASTING_INTERNAL, JsonObject.of(LOG, Json.of(mine))));
        return outcome instanceof CommandOutcome.Done
                ? mine
                : said(engine.images().current(ID));
    }

    private static CommandOutcome execute(Engine engine, Change change) {
        return engine.execute(new Command(ID, Actors.ENGINE, null, change));
    }
}
