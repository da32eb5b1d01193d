package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.custody.Finding;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.custody.SubjectErasure;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.history.CommitWalk;
import dev.holdfast.engine.internal.history.StateSurvey;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage.Listed;
import dev.holdfast.json.Json;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a store holds about a subject, and its erasure. Safe for use by many threads. */
public final class Subjects {
    private final Engine engine;
    private final CommitLog log;

    public Subjects(Engine engine) {
        this.engine = engine;
        this.log = engine.log();
    }

    /**
     * Tells of each state that holds something about a subject. Reads the events of all states of others.
     *
     * @return the states that are damaged, so that it is not known, or not for certain, what they hold
     */
    public List<Damage> find(Subject subject, Consumer<Finding> found, Progress progress) {
        StateSurvey survey = new StateSurvey(log, engine.history());
        survey.walk(HeaderFilter.ALL, id -> true, progress, listed -> {
            boolean handle = listed.id().isHandle();
            switch (subject) {
                case Subject.OfPrincipal(String id) when !handle -> findInternal(id, listed, found);
                case Subject.OfPrincipal(String id) -> find(id, listed, found);
                case Subject.Labelled(String label, String value) -> {
                    if (handle && value.equals(listed.header().labels().get(label))) {
                        found.accept(finding(Finding.Kind.HELD, listed, 0));
                    }
                }
            }
        });
        return survey.damages();
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

    /** What is in an internal state is known only to what keeps it, so the id of a principal is looked for as text. */
    private void findInternal(String principal, Listed listed, Consumer<Finding> found) {
        long events = eventsBy(principal, listed.id());
        Image image = engine.history().load(listed.id()).image();
        boolean named = image.document().toString().contains(Json.of(principal).toString())
                || listed.header().owner().endsWith("/" + principal);
        if (events > 0 || named) {
            found.accept(finding(Finding.Kind.INTERNAL, listed, events));
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
     * Erases states, ends the access of a subject to others, and removes its id from internal states.
     *
     * @param held what is erased
     * @param shared what is shared with the subject no longer
     */
    public SubjectErasure erase(Subject subject, Set<StateId> held, Set<StateId> shared, Progress progress) {
        StateSurvey sharing = new StateSurvey(log, engine.history());
        long unshared = 0;
        if (subject instanceof Subject.OfPrincipal(String id)) {
            Change.Share none = new Change.Share(new Principal(id), Access.NONE);
            unshared = shared.stream()
                    .filter(state -> isDone(sharing, state, none))
                    .count();
        }
        erase(held, new StateSurvey(log, engine.history()), progress);
        StateSurvey erasing = new StateSurvey(log, engine.history());
        erase(left(held), erasing, progress); // A run can be erased once the one that waits for it is.
        long internal = subject instanceof Subject.OfPrincipal(String id)
                ? new InternalTraces(engine, id, erasing).remove()
                : 0;
        log.purge();
        Set<StateId> left = left(held);
        List<Damage> damages = Stream.concat(sharing.damages().stream(), erasing.damages().stream())
                .toList();
        return new SubjectErasure(held.size() - left.size(), unshared, left, internal, 0, damages);
    }

    private void erase(Set<StateId> states, StateSurvey survey, Progress progress) {
        long done = 0;
        for (StateId state : states) {
            isDone(survey, state, new Change.Erase(null));
            progress.done(++done);
        }
    }

    private Set<StateId> left(Set<StateId> states) {
        return states.stream().filter(this::isThere).collect(Collectors.toSet());
    }

    /** What cannot be told is there. */
    private boolean isThere(StateId state) {
        boolean[] there = {true};
        new StateSurvey(log, engine.history())
                .look(state, () -> there[0] = log.head(state, Consistency.LINEARIZABLE) instanceof Head.Live);
        return there[0];
    }

    private boolean isDone(StateSurvey survey, StateId state, Change.Direct change) {
        boolean[] done = {false};
        survey.look(state, () -> {
            if (log.head(state, Consistency.LINEARIZABLE) instanceof Head.Live) {
                Command command = Command.of(state, Actors.ENGINE, null, change);
                done[0] = engine.execute(command) instanceof CommandOutcome.Done;
            }
        });
        return done[0];
    }
}
