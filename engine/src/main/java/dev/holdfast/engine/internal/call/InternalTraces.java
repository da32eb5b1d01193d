package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.history.CommitWalk;
import dev.holdfast.engine.internal.history.StateSurvey;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;

/**
 * Removes the id of a principal from the states that the engine and the program keep for themselves. What is kept on
 * its behalf, such as a session, is erased. What stands for a name stays, since the name may be opened again, but its
 * history is folded, which is where the id is. Used by one thread.
 */
final class InternalTraces {
    private final Engine engine;
    private final String principal;
    private final StateSurvey survey;
    private long left;

    /** @param survey remembers what is damaged, and left as it is */
    InternalTraces(Engine engine, String principal, StateSurvey survey) {
        this.engine = engine;
        this.principal = principal;
        this.survey = survey;
    }

    /**
     * Removes it wherever that is possible.
     *
     * @return how many states still have it, since they hold something of others too
     */
    long remove() {
        survey.walk(HeaderFilter.ALL, id -> !id.isHandle(), Progress.NONE, listed -> {
            if (isKeptForItAlone(listed.header().owner())) {
                left += isDone(listed.id(), new Change.Erase(null)) ? 0 : 1;
            } else {
                left += isFolded(listed.id()) && !isNamed(listed.id()) ? 0 : 1;
            }
        });
        return left;
    }

    private boolean isKeptForItAlone(String owner) {
        return Actors.payer(Actors.ENGINE, owner).id().equals(principal);
    }

    /** Whether a document names it is looked for as text: what it means is known only to what keeps it. */
    private boolean isNamed(StateId id) {
        String document = engine.history().load(id).image().document().toString();
        return document.contains(Json.of(principal).toString());
    }

    private boolean isFolded(StateId id) {
        long last = lastBy(id);
        return last == 0 || engine.compacting().unname(id, last);
    }

    /** The revision of the last event that is kept and was made by the principal; 0 if there is none. */
    private long lastBy(StateId id) {
        long[] last = {0};
        CommitWalk.of(engine.log(), id, base -> {}, commit -> {
            boolean mine = EventCodec.actorOf(commit.event()).equals(principal);
            last[0] = mine ? commit.revision() : last[0];
        });
        return last[0];
    }

    private boolean isDone(StateId id, Change.Direct change) {
        return engine.execute(Command.of(id, Actors.ENGINE, null, change)) instanceof CommandOutcome.Done;
    }
}
