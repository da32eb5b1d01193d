package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.Finding;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.custody.SubjectErasure;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.history.CommitWalk;
import dev.holdfast.engine.internal.history.StateWalk;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage.Listed;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a store holds about a subject, and its erasure. Safe for use by many threads. */
public final class Subjects {
    private final Engine engine;
    private final CommitLog log;

    public Subjects(Engine engine) {
        this.engine = engine;
        this.log = engine.log();
    }

    /** Tells of each state that holds something about a subject. Reads the events of all states of others. */
    public void find(Subject subject, Consumer<Finding> found, Progress progress) {
        StateWalk.of(log, HeaderFilter.ALL, progress, listed -> {
            if (listed.id().isHandle()) {
                switch (subject) {
                    case Subject.OfPrincipal(String id) -> find(id, listed, found);
                    case Subject.Labelled(String label, String value) -> {
                        if (value.equals(listed.header().labels().get(label))) {
                            found.accept(finding(Finding.Kind.HELD, listed, 0));
                        }
                    }
                }
            }
        });
    }

    private void find(String principal, Listed listed, Consumer<Finding> found) {
        StateHeader header = listed.header();
        if (header.owner().equals(principal)) {
            found.accept(finding(Finding.Kind.HELD, listed, 0));
            return;
        }
        long events = eventsBy(principal, listed.id());
        // Loaded beside the cache, which is for states that are used.
        boolean shared =
                engine.history().load(listed.id()).image().facts().grants().containsKey(principal);
        if (shared || events > 0) {
            found.accept(finding(shared ? Finding.Kind.SHARED : Finding.Kind.CHANGED, listed, events));
        }
    }

    private static Finding finding(Finding.Kind kind, Listed listed, long events) {
        StateHeader header = listed.header();
        return new Finding(
                kind, listed.id(), header.name(), header.owner(), listed.revision(), events, header.updated());
    }

    private long eventsBy(String principal, StateId id) {
        long[] events = {0};
        CommitWalk.of(
                log,
                id,
                base -> {},
                commit -> events[0] += EventCodec.actorOf(commit.event()).equals(principal) ? 1 : 0);
        return events[0];
    }

    /**
     * Erases states, and ends the access of a subject to others.
     *
     * @param held what is erased
     * @param shared what is shared with the subject no longer
     */
    public SubjectErasure erase(Subject subject, Set<StateId> held, Set<StateId> shared, Progress progress) {
        long unshared = 0;
        if (subject instanceof Subject.OfPrincipal(String id)) {
            Principal principal = new Principal(id);
            unshared = shared.stream()
                    .filter(state -> isDone(state, new Change.Share(principal, Access.NONE)))
                    .count();
        }
        erase(held, progress);
        List<StateId> left = held.stream().filter(this::isThere).toList();
        if (!left.isEmpty()) {
            erase(Set.copyOf(left), progress); // A run can be erased once the one that waits for it is.
        }
        log.purge();
        long remain = held.stream().filter(this::isThere).count();
        return new SubjectErasure(held.size() - remain, unshared, remain, 0);
    }

    private void erase(Set<StateId> states, Progress progress) {
        long done = 0;
        for (StateId state : states) {
            if (isThere(state)) {
                isDone(state, new Change.Erase(null));
            }
            progress.done(++done);
        }
    }

    private boolean isThere(StateId state) {
        return log.head(state, Consistency.LINEARIZABLE) instanceof Head.Live;
    }

    private boolean isDone(StateId state, Change.Direct change) {
        return engine.execute(Command.of(state, Actors.ENGINE, null, change)) instanceof CommandOutcome.Done;
    }
}
