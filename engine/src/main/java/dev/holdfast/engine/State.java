package dev.holdfast.engine;

import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Merging;
import dev.holdfast.engine.internal.call.Reading;
import dev.holdfast.engine.internal.call.Undoing;
import dev.holdfast.engine.internal.call.Waiting;
import dev.holdfast.engine.internal.call.Writing;
import dev.holdfast.engine.internal.commit.Outcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.follow.Observation;
import dev.holdfast.engine.internal.history.Replaying;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One state, as one principal uses it. Holds nothing but its handle, so it may be kept or thrown away at will. Safe for
 * use by many threads; what is not done is a {@link HoldfastException}.
 */
public final class State {
    private static final int UPDATE_ROUNDS = 100;

    private final Engine engine;
    private final Principal principal;
    private final StateId id;
    private final Reading reading;

    State(Engine engine, Principal principal, StateId id) {
        this.engine = engine;
        this.principal = principal;
        this.id = id;
        this.reading = new Reading(engine, principal, id);
    }

    public StateId handle() {
        return id;
    }

    // --- Reading

    /**
     * The state now: every write acknowledged anywhere before this call is in it. Counts as use of a session, which in
     * the second half of its idle time is renewed by one event.
     */
    public StateView read() {
        return read(Consistency.LINEARIZABLE);
    }

    /** The state now, or with {@link Consistency#CACHED} as this process knows it. Counts as use of a session. */
    public StateView read(Consistency consistency) {
        return new StateView(reading.use(consistency));
    }

    /**
     * The state as it was at a revision, from 1 to the present one. Does not count as use of a session.
     *
     * @throws HoldfastException {@code compacted} if that is no longer kept; {@code oldest_revision} can be read
     */
    public StateView at(long revision) {
        return new StateView(reading.at(revision));
    }

    /**
     * The state as it was at a time: after the last event not later than it. Does not count as use of a session.
     *
     * @throws HoldfastException {@code compacted} if that is no longer kept
     */
    public StateView at(Instant time) {
        return new StateView(reading.at(time));
    }

    /** What changed since a revision. Counts as use of a session. */
    public Changes since(long revision) {
        Image now = reading.use(Consistency.LINEARIZABLE);
        if (revision < 0 || revision > now.revision()) {
            throw Refusals.noSuchRevision(revision, now.revision()).toException();
        }
        SortedSet<String> keys = revision == 0 ? null : engine.history().keysChanged(now, revision);
        SortedSet<String> changed = new TreeSet<>();
        SortedSet<String> deleted = new TreeSet<>();
        for (String key : keys == null ? now.document().keys() : keys) {
            (now.document().has(key) ? changed : deleted).add(key);
        }
        return new Changes(new StateView(now), changed, deleted, keys == null);
    }

    /**
     * Events from a revision on, oldest first.
     *
     * @throws HoldfastException {@code compacted} if the first of them is no longer kept
     */
    public List<Event> history(long fromRevision, int max) {
        reading.current();
        return engine.history().events(id, Math.max(1, fromRevision), max);
    }

    /** Events from a revision on, or from the oldest that is kept if that is later, oldest first. */
    public List<Event> historyKept(long fromRevision, int max) {
        reading.current();
        return engine.history().kept(id, Math.max(1, fromRevision), max);
    }

    /**
     * How the document at one revision differs from that at another, which may be the earlier.
     *
     * @throws HoldfastException {@code compacted} if either is no longer kept
     */
    public Diff diff(long from, long to) {
        return Diff.between(at(from), at(to));
    }

    /**
     * Folds the log again and holds the result against what is shown otherwise.
     *
     * @param from the first event to tell of; null for the oldest that is kept
     * @param to the last; null for the newest
     * @param step told of every event, and of the state after it
     * @throws HoldfastException {@code compacted} if the first of them is no longer kept
     */
    public Replayed replay(@Nullable Long from, @Nullable Long to, BiConsumer<Event, StateView> step) {
        reading.current();
        Replaying.Refolded refolded = new Replaying(
                        engine.history(), id, engine.images().current(id))
                .carryOut(from, to, (event, image) -> step.accept(event, new StateView(image)));
        return new Replayed(new StateView(refolded.image()), refolded.events(), refolded.matches());
    }

    // --- Changing

    public Written write(Consumer<Write.Builder> operations) {
        Write.Builder builder = Write.builder();
        operations.accept(builder);
        return write(builder.build());
    }

    /** Carries out a write: all of it, as one event, or nothing. */
    public Written write(Write write) {
        return new Writing(engine, principal, id).carryOut(write);
    }

    /**
     * Reads one key, changes it, and writes it back only if it has not changed meanwhile; tried again until it
     * succeeds.
     *
     * @param change from the present value, null if absent, to the new one, null to delete it
     */
    public Written update(String key, UnaryOperator<@Nullable Json> change) {
        for (int round = 0; round < UPDATE_ROUNDS; round++) {
            StateView view = read();
            Json value = change.apply(view.document().get(key));
            Write.Builder write = Write.builder().ifRevision(key, view.keyRevision(key));
            try {
                return write((value == null ? write.delete(key) : write.set(key, value)).build());
            } catch (HoldfastException e) {
                if (e.failure().code() != Failure.Code.CONFLICT) {
                    throw e;
                }
            }
        }
        throw Refusals.unavailable(false, "the key kept changing").toException();
    }

    /** Takes back the latest change not yet undone. */
    public Undone undo() {
        return undo(Undo.last(1));
    }

    /** Takes back, brings back or restores. */
    public Undone undo(Undo undo) {
        return new Undoing(engine, principal, id).carryOut(undo);
    }

    /** Takes in what another state has changed since the two were the same. */
    public Merged merge(Merge merge) {
        return new Merging(engine, principal, id).carryOut(merge);
    }

    /** Ends the state for now: it can be opened again by its handle for seven days, and its name is free at once. */
    public Closed close(@Nullable String commandId) {
        Outcome.Done done = execute(CommandIds.checked(commandId), new Change.Close());
        Image now = done.image();
        Instant closedAt = now.closedAt() == null ? now.at() : now.closedAt();
        return new Closed(done.revision(), closedAt, closedAt.plus(Lifecycle.RECOVERABLE), done.replayed());
    }

    /**
     * Ends the state for good and at once: its events go, and its handle is unknown from now on. Only its owner may.
     */
    public void erase(@Nullable String commandId) {
        execute(CommandIds.checked(commandId), new Change.Erase());
    }

    // --- Later, alone, together

    /** Takes a write that waits off the queue. */
    public Written cancel(String scheduledId) {
        return write(Write.parse(JsonObject.of("cancel", Json.of(scheduledId))));
    }

    /** Acquires a lease; a {@code conflict} if somebody holds it. */
    public Lease lease(String name, Duration ttl) {
        return Objects.requireNonNull(lease(LeaseRequest.acquire(name, ttl)).lease());
    }

    /** Acquires, renews or releases a lease. */
    public Leased lease(LeaseRequest request) {
        Outcome.Done done = execute(request.commandId(), new Change.Lease(request));
        Image then = done.then(engine.history());
        Lease lease = then == null ? null : then.facts().leases().get(request.name());
        return new Leased(done.revision(), lease, done.replayed());
    }

    /** Lets another principal use the state, or no longer; {@link Access#OWNER} hands it over, without its name. */
    public Shared share(String with, Access access) {
        return share(with, access, null);
    }

    public Shared share(String with, Access access, @Nullable String commandId) {
        Outcome.Done done = execute(CommandIds.checked(commandId), new Change.Share(Principal.parse(with), access));
        Image now = done.image();
        return new Shared(done.revision(), now.settings().owner(), now.facts().grants(), done.replayed());
    }

    /**
     * Lets go of the history that the state's settings do not keep, now rather than when the background comes to it.
     *
     * @return how many events were replaced by what they add up to
     */
    public long compact() {
        reading.current();
        return engine.compacting().one(id);
    }

    // --- Following

    /**
     * Tells an observer of every event from now on, in order, without gaps, on a thread of its own. It ends when the
     * state is erased: the {@code erased} event is then told as the last, unless it was removed before it could be
     * read.
     */
    public Subscription observe(Consumer<Event> observer) {
        return observe(reading.current().revision() + 1, observer);
    }

    /**
     * Tells an observer of every event from a revision on, in order, without gaps, on a thread of its own. Should it be
     * so slow that events it has not seen are compacted away, the telling ends with a warning in the log.
     *
     * @throws HoldfastException {@code compacted} if the first event wanted is no longer kept
     */
    public Subscription observe(long fromRevision, Consumer<Event> observer) {
        history(fromRevision, 1);
        return observation(fromRevision, new Observation.Observer(observer, null));
    }

    /**
     * Tells an observer of every event from a revision on, in order, on a thread of its own.
     *
     * @param gone told instead of events that are no longer kept: with a {@code compacted} failure, and the telling
     *     goes on with the oldest event there is; with {@code not_found} if the state was erased, and the telling ends
     */
    public Subscription observe(long fromRevision, Consumer<Event> observer, Consumer<Failure> gone) {
        reading.current();
        return observation(fromRevision, new Observation.Observer(observer, gone));
    }

    private Subscription observation(long fromRevision, Observation.Observer observer) {
        return Observation.start(id, engine.tailer(), engine.history(), observer, Math.max(1, fromRevision) - 1);
    }

    /** Waits until the document moves past a revision or meets a condition, in whichever process that happens. */
    public Waited await(WaitFor what) throws InterruptedException {
        return new Waiting(engine, id, reading::current, what).await();
    }

    private Outcome.Done execute(@Nullable String commandId, Change.Direct change) {
        return engine.execute(Command.of(id, principal, commandId, change)).done();
    }
}
