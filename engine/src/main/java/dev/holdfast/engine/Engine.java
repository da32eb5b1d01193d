package dev.holdfast.engine;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** The parts of an open engine, put together. */
final class Engine implements AutoCloseable {
    private static final long CACHE_BYTES =
            Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CommitLog log;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Limits limits;
    private final History history;
    private final Upkeep upkeep;
    private final Compaction compaction;
    private final Images images;
    private final Committer committer;
    private final Tailer tailer;
    private volatile boolean closed;

    Engine(CommitLog log, InstantSource clock, RandomGenerator random, Limits limits) {
        this.log = log;
        this.clock = clock;
        this.random = random;
        this.limits = limits;
        this.history = new History(log);
        this.upkeep = new Upkeep(log, history, clock);
        this.compaction = new Compaction(log, history, clock);
        this.images = new Images(log, history, upkeep, CACHE_BYTES);
        Deciding deciding = new Deciding(new Decider(limits), clock, this::freshCommandId);
        this.committer = new Committer(log, images, deciding, PATIENCE, random);
        this.tailer = new Tailer(log);
    }

    CommitLog log() {
        return log;
    }

    History history() {
        requireOpen();
        return history;
    }

    Images images() {
        requireOpen();
        return images;
    }

    Tailer tailer() {
        return tailer;
    }

    Limits limits() {
        return limits;
    }

    Instant now() {
        return clock.instant();
    }

    StateId freshHandle() {
        return StateId.mint(random);
    }

    String freshCommandId() {
        return CommandIds.mint(random);
    }

    Pending.Outcome execute(Command command) {
        return committer.execute(command);
    }

    /** Compacts a state as far as its settings allow; answers how many commits were replaced. */
    long compact(StateId id) {
        return compaction.compact(images().current(id), 1, () -> !closed);
    }

    /** Compacts every state as far as its settings allow; answers how many commits were replaced. */
    long compactAll(Progress progress) {
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
        committer.close();
        upkeep.close();
        log.close();
    }

    /** What is cached could be answered for ever, but nobody would keep it current. */
    private void requireOpen() {
        if (closed) {
            throw Failure.unavailable(false, StoreUnavailableException.closed().getMessage())
                    .toException();
        }
    }
}
