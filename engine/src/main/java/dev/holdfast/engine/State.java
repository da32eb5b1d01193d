package dev.holdfast.engine;

import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.internal.call.Answering;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Merging;
import dev.holdfast.engine.internal.call.Reading;
import dev.holdfast.engine.internal.call.Sending;
import dev.holdfast.engine.internal.call.Undoing;
import dev.holdfast.engine.internal.call.Waiting;
import dev.holdfast.engine.internal.call.Writing;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.follow.Observation;
import dev.holdfast.engine.internal.history.Replaying;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.typed.TypedState;
import dev.holdfast.engine.typed.ValueMapper;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One state, as one principal uses it. It holds no resources, so it may be kept or dropped at any time, and it makes no
 * check before it is used. Safe for use by many threads. Every method throws {@link HoldfastException} if it is
 * refused, and {@link dev.holdfast.engine.spi.StoreUnavailableException} if the store cannot be read.
 */
public final class State {
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

    /** The handle of the state. */
    public StateId handle() {
        return id;
    }

    /** The state as values of a type, read and written by the {@linkplain ValueMapper#installed installed mapper}. */
    public <T> TypedState<T> as(Class<T> type) {
        return TypedState.of(this, type, ValueMapper.installed());
    }

    // --- Reading

    /**
     * The state now: it includes every write acknowledged anywhere before this call. Counts as use of a session: in the
     * second half of its idle time one event renews it.
     */
    public StateView read() {
        return read(Consistency.LINEARIZABLE);
    }

    /** The state now, or with {@link Consistency#CACHED} as last seen by this process. Counts as use of a session. */
    public StateView read(Consistency consistency) {
        return new StateView(reading.use(consistency));
    }

    /** Counts as use of a session, and shows nothing: to find out whether the principal still may read the state. */
    public void touch() {
        reading.touch();
    }

    /**
     * The state as it was at a revision, from 1 to the newest one. Does not count as use of a session.
     *
     * @throws HoldfastException {@code compacted} if that is no longer kept, with the {@code oldest_revision} that can
     *     be read; {@code invalid} if there is no such revision
     */
    public StateView at(long revision) {
        return new StateView(reading.at(revision));
    }

    /**
     * The state as it was at a time: after the last event not later than it. Does not count as use of a session.
     *
     * @throws HoldfastException {@code compacted} if that is no longer kept; {@code invalid} if the state did not exist
     *     then
     */
    public StateView at(Instant time) {
        return new StateView(reading.at(time));
    }

    /**
     * What changed since a revision. Counts as use of a session.
     *
     * @param revision 0 to the newest one; 0 means since the state was created
     * @throws HoldfastException {@code invalid} if there is no such revision
     */
    public Changes since(long revision) {
        Image now = reading.use(Consistency.LINEARIZABLE);
        if (revision < 0 || revision > now.revision()) {
            throw Refusals.noSuchRevision(revision, now.revision()).toException();
        }
        return Changes.of(new StateView(now), engine.history().keysChanged(now, revision));
    }

    /**
     * Events from a revision on, oldest first, at most {@code max}: fewer if they take more than about 4 MiB, but at
     * least one if there is one.
     *
     * @throws HoldfastException {@code compacted} if the first of them is no longer kept
     */
    public List<Event> history(long fromRevision, int max) {
        reading.current(AuditKind.HISTORY);
        return engine.history().events(id, Math.max(1, fromRevision), max);
    }

    /** The same as {@link #history}, but from the oldest event that is kept if that is later. */
    public List<Event> historyKept(long fromRevision, int max) {
        reading.current(AuditKind.HISTORY);
        return engine.history().kept(id, Math.max(1, fromRevision), max);
    }

    /**
     * How the document at revision {@code to} differs from that at {@code from}, which may be the later one.
     *
     * @throws HoldfastException {@code compacted} if either is no longer kept
     */
    public Diff diff(long from, long to) {
        return Diff.between(at(from), at(to));
    }

    /**
     * Folds the log again, and compares the result with what {@link #at(long)} shows.
     *
     * @param from the first event to pass to {@code step}; null for the oldest kept one
     * @param to the last event; null for the newest
     * @param step called with every event and the state after it
     * @throws HoldfastException {@code compacted} if the first of them is no longer kept
     */
    public Replayed replay(@Nullable Long from, @Nullable Long to, BiConsumer<Event, StateView> step) {
        reading.current(AuditKind.REPLAY);
        Replaying.Refolded refolded = new Replaying(
                        engine.history(), id, engine.images().current(id))
                .carryOut(from, to, (event, image) -> step.accept(event, new StateView(image)));
        return new Replayed(new StateView(refolded.image()), refolded.events(), refolded.matches());
    }

    // --- Changing

    /**
     * Carries out the operations: all of them, as one event, or none.
     *
     * @throws HoldfastException if the write is refused, for example with {@code conflict} or {@code limit}
     */
    public Written write(Consumer<Write.Builder> operations) {
        Write.Builder builder = Write.builder();
        operations.accept(builder);
        return write(builder.build());
    }

    /**
     * Carries out a write: all of it, as one event, or nothing.
     *
     * @throws HoldfastException if the write is refused, for example with {@code conflict} or {@code limit}
     */
    public Written write(Write write) {
        return new Writing(engine, principal, id).carryOut(write);
    }

    /**
     * Reads what a target names, changes it, and writes it back only if its key has not changed meanwhile. Tries up to
     * 100 times.
     *
     * @param target a key, or with a slash in front a JSON Pointer into the document
     * @param change maps the present value, null if absent, to the new one, null to delete it; may be called several
     *     times
     * @throws HoldfastException {@code unavailable} if the key changed during every try
     */
    public Written update(String target, UnaryOperator<@Nullable Json> change) {
        return new Writing(engine, principal, id).update(Target.parse("target", target), reading, change);
    }

    /** Undoes the latest change that is not yet undone. */
    public Undone undo() {
        return undo(Undo.last(1));
    }

    /**
     * Undoes, redoes or restores.
     *
     * @throws HoldfastException {@code conflict} if the keys concerned have changed since, or the document changes
     *     meanwhile
     */
    public Undone undo(Undo undo) {
        reading.requireVisible(AuditKind.UNDO);
        engine.quotas().writes().require(principal);
        return new Undoing(engine, principal, id).carryOut(undo);
    }

    /**
     * Merges the changes of another state since the newest version that both have in common.
     *
     * @throws HoldfastException {@code conflict} if both changed a key differently and no side is preferred;
     *     {@code invalid} if they have no version in common
     */
    public Merged merge(Merge merge) {
        reading.requireVisible(AuditKind.MERGE);
        engine.quotas().writes().require(principal);
        return new Merging(engine, principal, id).carryOut(merge);
    }

    /** Closes the state. It can be reopened by its handle for seven days. Its name is free at once. */
    public Closed close(@Nullable String commandId) {
        CommandOutcome.Done done = execute(CommandIds.checked(commandId), new Change.Close());
        Image now = done.image();
        Instant closedAt = now.closedAt() == null ? now.at() : now.closedAt();
        return new Closed(done.revision(), closedAt, closedAt.plus(Lifecycle.RECOVERABLE), done.replayed());
    }

    /**
     * Erases the state at once and permanently: its events are removed, and its handle becomes unknown.
     *
     * @throws HoldfastException {@code forbidden} if the principal is not the owner
     */
    public void erase(@Nullable String commandId) {
        execute(CommandIds.checked(commandId), new Change.Erase(null));
    }

    /**
     * Erases the state as {@link #erase(String)} does, but only if it is still at this revision.
     *
     * @throws HoldfastException {@code conflict} if it has moved since; {@code forbidden} if the principal is not the
     *     owner
     */
    public void erase(@Nullable String commandId, long revision) {
        execute(CommandIds.checked(commandId), new Change.Erase(revision));
    }

    /**
     * What erasing the state would remove, also if it has ended. Does not count as use of a session.
     *
     * @throws HoldfastException {@code forbidden} if the principal is not the owner
     */
    public StateView erasable() {
        return new StateView(reading.erasable());
    }

    // --- Later, alone, together

    /** Cancels a scheduled write. */
    public Written cancel(String scheduledId) {
        return write(Write.parse(JsonObject.of("cancel", Json.of(scheduledId))));
    }

    /**
     * Acquires a lease for a time.
     *
     * @throws HoldfastException {@code conflict} if the lease is held
     */
    public Lease lease(String name, Duration ttl) {
        return Objects.requireNonNull(lease(LeaseRequest.acquire(name, ttl)).lease());
    }

    /**
     * Acquires, renews or releases a lease.
     *
     * @throws HoldfastException {@code conflict} if the lease is held, or the token is not its token
     */
    public Leased lease(LeaseRequest request) {
        CommandOutcome.Done done = execute(request.commandId(), new Change.Lease(request));
        Image then = done.then(revision -> engine.past(principal, id, revision));
        Lease lease = then == null ? null : then.facts().leases().get(request.name());
        return new Leased(done.revision(), lease, done.replayed());
    }

    /**
     * Sets what another principal may do with the state. {@link Access#NONE} ends it; {@link Access#OWNER} transfers
     * the state, without its name.
     */
    public Shared share(String with, Access access) {
        return share(with, access, null);
    }

    /**
     * Sets what another principal may do with the state, as {@link #share(String, Access)}.
     *
     * @param commandId the caller's id, for retries
     */
    public Shared share(String with, Access access, @Nullable String commandId) {
        CommandOutcome.Done done =
                execute(CommandIds.checked(commandId), new Change.Share(Principal.parse(with), access));
        Image now = done.image();
        return new Shared(done.revision(), now.settings().owner(), now.facts().grants(), done.replayed());
    }

    /**
     * Compacts the state now, instead of later in the background: removes the history that its settings do not keep.
     *
     * @return how many events were replaced by a base
     */
    public long compact() {
        reading.current(AuditKind.COMPACT);
        return engine.compacting().one(id);
    }

    // --- Machines

    /** Sends an event without data to the state's machine. */
    public Sent send(String event) {
        return send(Send.of(event));
    }

    /**
     * Sends an event to the state's machine.
     *
     * @throws HoldfastException {@code rejected} if the event is not possible now, with the fact {@code possible};
     *     {@code conflict} if something moved after the given revision; {@code invalid} if the state has no machine
     */
    public Sent send(Send send) {
        return sending().carryOut(send);
    }

    /** The events that the state's machine has transitions for now, and whether each is possible; none without one. */
    public List<Possible> possible() {
        return possible(read());
    }

    /** The same of the state as it was read. */
    public List<Possible> possible(StateView view) {
        return sending().possible(view.image());
    }

    /**
     * The state's machine, or the workflow that it is a run of, as Mermaid text with where it stands; empty without.
     */
    public Optional<String> diagram() {
        return sending().diagram(reading.current(AuditKind.READ));
    }

    private Sending sending() {
        return new Sending(engine, principal, id);
    }

    // --- Questions

    /**
     * Puts a question to a person. It is open until it is answered or withdrawn, or its time is over; those who may
     * answer find it by {@link States#questions}.
     *
     * @throws HoldfastException {@code limit} if too many questions are open; {@code invalid} if the principal that is
     *     asked may not see the state
     */
    public Asked ask(QuestionSpec question) {
        return answering().ask(question);
    }

    /** Answers an open question, as {@link #answer(String, String, String, String)}. */
    public Answered answer(String question, String choice) {
        return answer(question, choice, null, null);
    }

    /**
     * Answers an open question. Of several answers one counts; the others are told which.
     *
     * @param question its id
     * @param choice one of its choices
     * @param note what to add, at most 500 characters; null for nothing
     * @param commandId the caller's id, for retries
     * @throws HoldfastException {@code conflict} if it has ended, with how, by whom and when; {@code forbidden} if the
     *     principal asked it or it is put to another; {@code not_found} if there is none of that id
     */
    public Answered answer(String question, String choice, @Nullable String note, @Nullable String commandId) {
        return answering().answer(question, choice, note, CommandIds.checked(commandId));
    }

    /**
     * Withdraws an open question, which needs no answer any more. Only who asked it may, or an administrator.
     *
     * @throws HoldfastException {@code conflict} if it has ended; {@code not_found} if there is none of that id
     */
    public Answered withdraw(String question, @Nullable String commandId) {
        return answering().withdraw(question, CommandIds.checked(commandId));
    }

    /**
     * Waits until a question has ended; returns at once if it has already.
     *
     * @return how it ended; empty if it is still open after the time
     * @throws HoldfastException {@code not_found} if there is none of that id, or it ended long ago; {@code limit} if
     *     too many waits of the principal are open
     * @throws InterruptedException if the thread is interrupted
     */
    public Optional<Resolution> awaitAnswer(String question, Duration timeout) throws InterruptedException {
        reading.requireVisible(AuditKind.WAIT);
        engine.quotas().waits().begin(principal);
        try {
            reading.current(AuditKind.WAIT);
            return answering().await(question, timeout, () -> reading.still(AuditKind.WAIT));
        } finally {
            engine.quotas().waits().end(principal);
        }
    }

    private Answering answering() {
        return new Answering(engine, principal, id);
    }

    // --- Following

    /**
     * Calls an observer with every event from now on, in order, without gaps, on a thread of its own. It ends when the
     * principal loses its access, and when the state is erased: the {@code erased} event is then the last, unless it
     * was removed before it could be read.
     */
    public Subscription observe(Consumer<Event> observer) {
        return observe(reading.still(AuditKind.OBSERVE).revision() + 1, observer);
    }

    /**
     * Calls an observer with every event from a revision on, in order, without gaps, on a thread of its own. If it is
     * so slow that events are compacted away before it saw them, the observation ends with a warning in the log.
     *
     * @throws HoldfastException {@code compacted} if the first event is no longer kept
     */
    public Subscription observe(long fromRevision, Consumer<Event> observer) {
        reading.current(AuditKind.OBSERVE);
        engine.history().events(id, Math.max(1, fromRevision), 1);
        return observation(fromRevision, new Observation.Observer(observer, null, reading::isPermitted));
    }

    /**
     * Calls an observer with every event from a revision on, in order, on a thread of its own.
     *
     * @param gone called with a {@code compacted} failure in place of events that are no longer kept, before the
     *     observation continues with the oldest kept event; called with {@code not_found} if the state was erased
     *     or the principal has lost its access, which ends the observation
     */
    public Subscription observe(long fromRevision, Consumer<Event> observer, Consumer<Failure> gone) {
        reading.current(AuditKind.OBSERVE);
        return observation(fromRevision, new Observation.Observer(observer, gone, reading::isPermitted));
    }

    private Subscription observation(long fromRevision, Observation.Observer observer) {
        return Observation.start(id, engine.tailer(), engine.history(), observer, Math.max(1, fromRevision) - 1);
    }

    /**
     * Waits until the document changes after a revision or meets a condition, also if another process changes it. Ends
     * with {@code not_found} when the principal loses its access.
     *
     * @throws HoldfastException {@code limit} if too many waits of the principal are open
     * @throws InterruptedException if the thread is interrupted
     */
    public Waited await(WaitFor what) throws InterruptedException {
        reading.requireVisible(AuditKind.WAIT);
        engine.quotas().waits().begin(principal);
        try {
            reading.current(AuditKind.WAIT);
            return new Waiting(engine, principal, id, () -> reading.still(AuditKind.WAIT), what).await();
        } finally {
            engine.quotas().waits().end(principal);
        }
    }

    @Override
    public String toString() {
        return "State[" + id + "]";
    }

    private CommandOutcome.Done execute(@Nullable String commandId, Change.Direct change) {
        return engine.execute(Command.of(id, principal, commandId, change)).done();
    }
}
