package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Figures;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.audit.Recorder;
import dev.holdfast.engine.internal.commit.Arrivals;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.commit.Committer;
import dev.holdfast.engine.internal.commit.Counters;
import dev.holdfast.engine.internal.commit.Deciding;
import dev.holdfast.engine.internal.commit.Images;
import dev.holdfast.engine.internal.commit.LongWork;
import dev.holdfast.engine.internal.commit.Removals;
import dev.holdfast.engine.internal.commit.Residence;
import dev.holdfast.engine.internal.commit.Upkeep;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.MintedIds;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.follow.Tailer;
import dev.holdfast.engine.internal.history.Compaction;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Due;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of an open engine, put together. Safe for use by many threads. */
public final class Engine implements AutoCloseable {
    private static final long CACHE_BYTES =
            Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Environment environment;
    private final Counters counters = new Counters();
    private final History history;
    private final Upkeep upkeep;
    private final Images images;
    private final LongWork longWork = new LongWork();
    private final Residence residence;
    private final Arrivals arrivals;
    private final Committer committer;
    private final Compacting compacting;
    private final Encrypting encrypting;
    private final Tailer tailer;
    private final TimerThread timers;
    private final Bell bell = new Bell();
    private final ClaimsUnderWay claims = new ClaimsUnderWay();
    private final MintedIds ids;
    private final FoundRuns foundRuns = new FoundRuns();
    private final ChildRunThread children;
    private final ChildSharing childSharing;
    private final Quotas quotas;
    private final Visibility visibility;
    private final Dispatch dispatch;
    private volatile boolean closed;

    /**
     * Opens an engine and starts its threads.
     *
     * @param stepped whether timers are fired by hand, when the caller says so, and not by a thread
     */
    public Engine(Environment environment, boolean stepped) {
        CommitLog log = environment.log();
        InstantSource clock = environment.clock();
        Limits limits = environment.limits();
        Removals removals = new Removals(environment.removalPause(), System::nanoTime);
        Decider decider = new Decider(limits, environment.validator());
        StoredEvents stored = new StoredEvents(environment.sealing());
        this.history = new History(log, stored);
        this.ids = Timeline.ids(log, history, environment.random());
        Deciding deciding = new Deciding(decider, clock, ids, removals, stored);
        this.environment = environment;
        Compaction compaction = new Compaction(log, history, clock);
        this.upkeep = new Upkeep(log, history, compaction, clock, environment.removalPause(), environment.random());
        this.images = new Images(log, history, upkeep, counters, CACHE_BYTES);
        this.timers = new TimerThread(log, clock, removals, this::fireTimers, upkeep::walk);
        this.residence = new Residence(log, history, System::nanoTime, System::currentTimeMillis);
        this.committer = new Committer(
                log, images, deciding, counters, longWork, residence, PATIENCE, environment.random(), this::committed);
        this.arrivals = new Arrivals(log, images, residence, this::committed);
        this.compacting = new Compacting(log, history, images, compaction, this::seal, () -> !closed);
        this.encrypting = new Encrypting(log, stored, compaction, this::seal, () -> !closed);
        this.quotas = new Quotas(
                new StateQuota(log, clock, limits),
                new CallQuota(limits.callsPerPrincipal(), clock),
                new WriteQuota(limits.writesPerPrincipal(), clock),
                new WaitQuota(limits.waitsPerPrincipal()));
        this.visibility = new Visibility(log, images);
        this.tailer = new Tailer(log, stored, visibility::audience);
        this.dispatch = new Dispatch(committer, images, visibility, quotas, counters, environment.recorder());
        this.childSharing = new ChildSharing(this);
        this.children = new ChildRunThread(log, bell, new ChildRunning(this, childSharing)::carryOut);
        if (!stepped) {
            timers.start();
            children.start();
        }
    }

    /** Called after every commit by this process. */
    private void committed(StateId state, StateHeader header) {
        timers.committed(header.nextDue());
        foundRuns.committed(state, header);
        bell.committed(header.waitsFor());
    }

    ClaimsUnderWay claims() {
        return claims;
    }

    /** Where searches for work look first. */
    FoundRuns foundRuns() {
        return foundRuns;
    }

    /** Rings when a state waits for something new. */
    Bell bell() {
        return bell;
    }

    /** Carries out what time asks for, and what runs want of child runs. Returns how many states had timers due. */
    public int carryOutDue() {
        int fired = timers.fireDue();
        children.carryOut();
        return fired;
    }

    public CommitLog log() {
        return environment.log();
    }

    public History history() {
        requireOpen();
        return history;
    }

    /** A state as it was at a revision, for a principal. */
    public Image past(Principal principal, StateId id, long revision) {
        return longWork.work(principal, steps -> history().at(id, revision, steps.forReading()));
    }

    public Images images() {
        requireOpen();
        return images;
    }

    public Tailer tailer() {
        return tailer;
    }

    /** Is told of what principals do. */
    public Recorder recorder() {
        return environment.recorder();
    }

    Limits limits() {
        return environment.limits();
    }

    /**
     * Refuses a command that is too large.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code limit}
     */
    void requireCommandBytes(int bytes) {
        int most = limits().commandBytes();
        if (bytes > most) {
            throw Refusals.limit("command_bytes", bytes, most, "Make the change in several smaller writes.")
                    .toException();
        }
    }

    public Validator validator() {
        return environment.validator();
    }

    public LongWork longWork() {
        return longWork;
    }

    public TimerThread timers() {
        return timers;
    }

    public Quotas quotas() {
        return quotas;
    }

    public Compacting compacting() {
        requireOpen();
        return compacting;
    }

    /** Whether the states of the store are still here. */
    public Residence residence() {
        return residence;
    }

    /** Stores what was decided elsewhere. */
    public Arrivals arrivals() {
        requireOpen();
        return arrivals;
    }

    public Encrypting encrypting() {
        requireOpen();
        return encrypting;
    }

    public Instant now() {
        return environment.clock().instant();
    }

    /** Why a command that creates a state would be refused, whatever its handle; null if it would not. */
    @Nullable Failure refusal(Command creating) {
        return committer.refusal(creating);
    }

    /** Carries out what time asks for in a state. Every command does; this is for when none is sent. */
    void fireTimers(StateId id) {
        execute(Command.of(id, Actors.ENGINE, null, new Change.FireTimers()));
    }

    /** Stores a sealed event that changes nothing; false if the state has ended. */
    private boolean seal(StateId id) {
        return execute(Command.of(id, Actors.ENGINE, null, new Change.Seal())) instanceof CommandOutcome.Done;
    }

    /** A number by which the retries of a run are spread. */
    public long freshSeed() {
        return environment.random().nextLong() >>> 11; // as many bits as every JSON reader keeps
    }

    public StateId freshHandle() {
        return StateId.mint(environment.random());
    }

    /** What this timeline of the store hands out. */
    MintedIds ids() {
        return ids;
    }

    public String freshCommandId() {
        return ids.mint();
    }

    /** For those who work something out on an image before they send the command. */
    void fireTimersIfDue(StateId id) {
        Image image = images().current(id);
        Instant due = Due.next(image);
        if ((due != null && !now().isBefore(due)) || image.hasEnded(now())) {
            fireTimers(id);
        }
    }

    /** Who may know of which states. */
    public Visibility visibility() {
        requireOpen();
        return visibility;
    }

    public CommandOutcome execute(Command command) {
        CommandOutcome outcome = dispatch.execute(command);
        switch (outcome) {
            case CommandOutcome.Done done -> {
                taken(done.image(), command.actor());
                Optional<Failure> unreached = childSharing.after(command, done.image());
                return unreached
                        .<CommandOutcome>map(CommandOutcome.Refused::new)
                        .orElse(outcome);
            }
            case CommandOutcome.Refused refused -> {
                Image known = images.known(command.state());
                if (known != null) {
                    taken(known, command.actor());
                }
            }
        }
        return outcome;
    }

    /** The image after its principal has taken what it was given, which the first call that names the state does. */
    Image taken(Image image, Principal principal) {
        Image taken = dispatch.taken(image, principal);
        if (taken.revision() != image.revision()) {
            childSharing.follow(taken, principal).ifPresent(failure -> {
                throw failure.toException();
            });
        }
        return taken;
    }

    public Figures figures() {
        return counters.figures(committer.waiting(), tailer.listeners(), images.size(), images.weight());
    }

    @Override
    public void close() {
        closed = true;
        tailer.close();
        children.close();
        longWork.close();
        timers.close();
        committer.close();
        upkeep.close();
        environment.log().close();
    }

    /** A closed engine could still answer from its cache, but nothing would keep that current. */
    public void requireOpen() {
        if (closed) {
            throw Refusals.closed().toException();
        }
    }
}
