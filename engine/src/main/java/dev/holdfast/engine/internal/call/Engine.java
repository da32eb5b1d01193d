package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Figures;
import dev.holdfast.engine.Limits;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.internal.commit.Committer;
import dev.holdfast.engine.internal.commit.Counters;
import dev.holdfast.engine.internal.commit.Deciding;
import dev.holdfast.engine.internal.commit.Images;
import dev.holdfast.engine.internal.commit.Pending;
import dev.holdfast.engine.internal.commit.Upkeep;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.decision.Decider;
import dev.holdfast.engine.internal.decision.Decision;
import dev.holdfast.engine.internal.decision.Validator;
import dev.holdfast.engine.internal.follow.Tailer;
import dev.holdfast.engine.internal.history.Compaction;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.history.StateWalk;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Due;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The parts of an open engine, put together. */
public final class Engine implements AutoCloseable {
    private static final long CACHE_BYTES =
            Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CommitLog log;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Limits limits;
    private final Validator validator;
    private final History history;
    private final Upkeep upkeep;
    private final Compaction compaction;
    private final Counters counters = new Counters();
    private final Images images;
    private final Deciding deciding;
    private final Committer committer;
    private final Tailer tailer;
    private final TimerThread timers;
    private final StateQuota quota;
    private final CallQuota calls;
    private volatile boolean closed;

    /**
     * @param stepped whether timers are fired by hand, when the caller says so, and not by a thread
     */
    public Engine(
            CommitLog log,
            InstantSource clock,
            RandomGenerator random,
            Limits limits,
            Validator validator,
            boolean stepped) {
        this.log = log;
        this.clock = clock;
        this.random = random;
        this.limits = limits;
        this.validator = validator;
        this.history = new History(log);
        this.compaction = new Compaction(log, history, clock);
        this.upkeep = new Upkeep(log, history, compaction, clock);
        this.images = new Images(log, history, upkeep, counters, CACHE_BYTES);
        this.deciding = new Deciding(new Decider(limits, validator), clock, this::freshCommandId);
        this.timers = new TimerThread(log, clock, this::fireTimers);
        this.committer = new Committer(log, images, deciding, counters, PATIENCE, random, timers::committed);
        this.tailer = new Tailer(log);
        this.quota = new StateQuota(log, limits.statesPerPrincipal());
        this.calls = new CallQuota(limits.callsPerPrincipal(), clock);
        if (!stepped) {
            timers.start();
        }
    }

    public CommitLog log() {
        return log;
    }

    public History history() {
        requireOpen();
        return history;
    }

    public Images images() {
        requireOpen();
        return images;
    }

    public Tailer tailer() {
        return tailer;
    }

    Limits limits() {
        return limits;
    }

    public Validator validator() {
        return validator;
    }

    public TimerThread timers() {
        return timers;
    }

    public StateQuota quota() {
        return quota;
    }

    public CallQuota calls() {
        return calls;
    }

    public Instant now() {
        return clock.instant();
    }

    /** The time for a reader of an image: never before what it shows, so that nothing that has ended comes back. */
    public Instant now(Image image) {
        Instant now = clock.instant();
        return now.isBefore(image.at()) ? image.at() : now;
    }

    /** Why a command that creates a state would be refused, whatever its handle; null if it would not. */
    @Nullable
    Failure refusal(Command creating) {
        Image absent = Image.absent(creating.state());
        return deciding.decide(absent, creating, deciding.now(absent)) instanceof Decision.Rejected(Failure failure)
                ? failure
                : null;
    }

    /** Carries out what time asks for in a state. Every command does; this is for when nobody sends one. */
    void fireTimers(StateId id) {
        execute(Command.of(id, Actors.ENGINE, null, new Change.FireTimers()));
    }

    StateId freshHandle() {
        return StateId.mint(random);
    }

    public String freshCommandId() {
        return FreshIds.mint(random);
    }

    /** For those who work something out on an image before they send the command. */
    void fireTimersIfDue(StateId id) {
        Instant due = Due.next(images().current(id));
        if (due != null && !now().isBefore(due)) {
            fireTimers(id);
        }
    }

    public Pending.Outcome execute(Command command) {
        return committer.execute(command);
    }

    public Figures figures() {
        return counters.figures(committer.waiting(), tailer.listeners(), images.size(), images.weight());
    }

    /** Compacts a state as far as its settings allow; answers how many commits were replaced. */
    public long compact(StateId id) {
        return compaction.compact(images().current(id), 1, () -> !closed);
    }

    /** Compacts every state as far as its settings allow; answers how many commits were replaced. */
    public long compactAll(Progress progress) {
        AtomicLong replaced = new AtomicLong();
        StateWalk.of(log, HeaderFilter.ALL, progress, listed -> {
            // Loaded beside the cache, which is for states that are used.
            Image newest = history().load(listed.id()).image();
            replaced.addAndGet(compaction.compact(newest, 1, () -> !closed));
        });
        return replaced.get();
    }

    @Override
    public void close() {
        closed = true;
        tailer.close();
        timers.close();
        committer.close();
        upkeep.close();
        log.close();
    }

    /** What is cached could be answered for ever, but nobody would keep it current. */
    private void requireOpen() {
        if (closed) {
            throw Refusals.unavailable(false, StoreUnavailableException.closed().getMessage())
                    .toException();
        }
    }
}
