package dev.holdfast.store.file;

import dev.holdfast.engine.local.FeedWait;
import dev.holdfast.engine.local.PlatformThreads;
import dev.holdfast.engine.local.TurnTaking;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Cursor;
import dev.holdfast.engine.spi.Discrepancy;
import dev.holdfast.engine.spi.FeedPage;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Holding;
import dev.holdfast.engine.spi.SnapshotStore;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.engine.spi.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of a store in a folder. All file work is done on its own threads, never on a caller's: interrupting a thread
 * during I/O closes the file for all threads.
 */
final class FileLog implements CommitLog {
    private final Disk disk;
    private final StoreInfo info;
    private final LogFolder folder;
    private final LogWriter writer;
    private final LogChanges changes;
    private final Care care;
    private final FileSnapshots snapshots;
    private final Feed feed;
    private final TurnTaking turns;
    private final PlatformThreads writing;
    private final PlatformThreads reading;
    private final AtomicBoolean closed = new AtomicBoolean();

    FileLog(Disk disk, LogFolder folder, StoreInfo info, FileOptions options) {
        this.disk = disk;
        this.folder = folder;
        this.info = info;
        this.writer = new LogWriter(folder, options);
        SnapshotFiles snapshotFiles = new SnapshotFiles(disk);
        this.changes = new LogChanges(folder, writer, snapshotFiles, info.maxCommitBytes());
        this.feed = new Feed(info.id());
        this.writing = new PlatformThreads("holdfast-file-write-", 1);
        this.reading = new PlatformThreads("holdfast-file-read-", options.readers());
        this.turns = new TurnTaking(() -> acquire(options.turnTimeout()));
        this.care = new Care(folder, () -> turns.within(this::roll), options);
        this.snapshots = new FileSnapshots(folder, snapshotFiles, this::ask, this::inTurn);
    }

    @Override
    public StoreInfo info() {
        return info;
    }

    @Override
    public Turn turn() {
        requireUsable();
        return turns.take();
    }

    /** Waits for the turn, and finds the end of the log if the client that had the turn died while writing. */
    private Runnable acquire(Duration patience) {
        Disk.Hold hold = take(patience);
        boolean done = false;
        try {
            folder.footing().require();
            if (folder.notices().writing() && writer.isSound()) {
                write(() -> {
                    folder.recover();
                    return true;
                });
            }
            done = true;
            return hold::release;
        } finally {
            if (!done) {
                hold.release();
            }
        }
    }

    private Disk.Hold take(Duration patience) {
        try {
            return disk.takeTurn(patience);
        } catch (StoreUnavailableException e) {
            folder.footing().require(); // If a file is lost, that is the reason to tell.
            throw e;
        }
    }

    @Override
    public long epoch() {
        try {
            return folder.footing().holds() ? writer.foreign().epoch() : UNKNOWN_EPOCH;
        } catch (StoreUnavailableException | InternalError e) {
            return UNKNOWN_EPOCH; // The shared numbers cannot be read; every other call tells why.
        }
    }

    @Override
    public List<AppendResult> append(List<Append> batch) {
        requireUsable();
        if (batch.isEmpty()) {
            return List.of();
        }
        List<AppendResult> results = turns.within(() -> write(() -> changes.append(batch)));
        disk.wakeups().raise();
        care.afterAppend();
        return results;
    }

    @Override
    public CommitPage read(StateId id, long fromRevision, int maxCommits, int maxBytes, Consistency consistency) {
        return ask(index -> LogReader.read(index, id, fromRevision, maxCommits, maxBytes));
    }

    @Override
    public Head head(StateId id, Consistency consistency) {
        LogFolder.Question<Head> question = index -> LogReader.head(index, id);
        requireUsable();
        return folder.isCurrent() && folder.isInMemory(id) ? lookHere(question) : ask(question);
    }

    @Override
    public OptionalLong find(StateId id, CommandKey command) {
        return ask(index -> LogReader.find(index, id, command));
    }

    @Override
    public StatePage list(int shard, HeaderFilter filter, @Nullable StateId after, int max) {
        Objects.checkIndex(shard, info.shards());
        return ask(index -> LogReader.list(index, filter, after, max));
    }

    @Override
    public Holding held(int shard, String owner) {
        Objects.checkIndex(shard, info.shards());
        return ask(index -> index.states().held(owner));
    }

    @Override
    public FeedPage feed(int shard, Cursor after, int maxCommits, Duration wait) {
        Objects.checkIndex(shard, info.shards());
        return new FeedWait(disk.wakeups(), folder.notices().changes(), folder.footing())
                .page(after, wait, from -> ask(index -> feed.page(index, from, maxCommits)));
    }

    @Override
    public void inspect(Consumer<Discrepancy> found) {
        requireUsable();
        try {
            reading.callOnOwn(() -> {
                IndexInspection.run(folder, found);
                return true;
            });
        } catch (IOException e) {
            throw LogFolder.unavailable("reading", e);
        }
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public void truncate(StateId id, long upTo, Base base) {
        boolean fits = inTurn(() -> changes.truncate(id, upTo, base));
        if (!fits) {
            throw new IllegalArgumentException("the base does not match a commit at revision " + upTo);
        }
        disk.wakeups().raise();
        care.afterRemoval();
    }

    @Override
    public boolean begin(StateId id, Base base, StateHeader header) {
        boolean isNew = inTurn(() -> changes.begin(id, base, header));
        if (isNew) {
            disk.wakeups().raise();
        }
        return isNew;
    }

    @Override
    public void purge() {
        requireUsable();
        care.purge();
    }

    @Override
    public boolean tombstone(StateId id, long expected) {
        boolean erased = inTurn(() -> changes.erase(id, expected));
        if (erased) {
            disk.wakeups().raise();
            care.afterRemoval();
        }
        return erased;
    }

    /** Waits until the maintenance that is due now is done: segments rewritten, checkpoint written. */
    void awaitCare() {
        care.await();
    }

    /**
     * Waits for running operations, but not for a turn that is held: its lock ends with the last client of the folder.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        disk.wakeups().raise();
        care.close(writer.isSound() && stands());
        writing.close();
        reading.close();
        try {
            folder.close();
        } catch (IOException e) {
            throw LogFolder.unavailable("closing", e);
        } finally {
            disk.close();
        }
    }

    private boolean stands() {
        try {
            folder.footing().require();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private boolean roll() {
        return write(() -> {
            folder.catchUp();
            writer.roll();
            return true;
        });
    }

    private boolean inTurn(PlatformThreads.Work<Boolean, IOException> change) {
        requireUsable();
        return turns.within(() -> write(change));
    }

    private <T> T write(PlatformThreads.Work<T, IOException> work) {
        try {
            return writing.callOnOwn(work);
        } catch (IOException e) {
            throw LogFolder.unavailable("writing", e);
        }
    }

    /** Answers questions that need no file on the caller's thread: switching threads costs more than the answer. */
    private <T> T lookHere(LogFolder.Question<T> question) {
        requireUsable();
        try {
            return folder.look(question);
        } catch (IOException e) {
            throw LogFolder.unavailable("reading", e);
        }
    }

    private <T> T ask(LogFolder.Question<T> question) {
        requireUsable();
        try {
            return reading.callOnOwn(() -> folder.ask(question));
        } catch (IOException e) {
            throw LogFolder.unavailable("reading", e);
        }
    }

    private void requireUsable() {
        if (closed.get()) {
            throw StoreUnavailableException.closed();
        }
        folder.footing().requireLately();
        writer.requireSound();
    }
}
