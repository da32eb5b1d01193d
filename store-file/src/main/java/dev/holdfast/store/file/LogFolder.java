package dev.holdfast.store.file;

import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The log in a folder as one client sees it: an index in memory, brought up to date from what other clients wrote.
 *
 * <p>Readers hold the read lock, so that no segment is closed or replaced while they use it. The write lock is never
 * held during a sync.
 */
final class LogFolder {
    private static final Logger LOGGER = System.getLogger(LogFolder.class.getName());

    private final Disk disk;
    private final Noticeboard notices;
    private LogIndex index;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final long checkpointed;
    private final Footing footing;
    private int reported;

    /** A question that is answered from the index and the segments. */
    interface Question<T extends @Nullable Object> {
        T ask(LogIndex index) throws IOException;
    }

    private LogFolder(Disk disk, Change reading) throws IOException {
        this.disk = disk;
        this.notices = new Noticeboard(disk.memory());
        long generation = notices.generation(); // Asked before the segments are looked at.
        this.index = Checkpoint.load(disk);
        index.generation = generation;
        this.checkpointed = index.newest;
        reading.apply(this);
        this.footing = standing();
    }

    /** How the log is read when it is opened. */
    private interface Change {
        void apply(LogFolder folder) throws IOException;
    }

    private Footing standing() throws IOException {
        List<Footing.Part> parts = new ArrayList<>(disk.parts());
        parts.add(new SegmentWatch(this));
        List<Object> identity = List.of(disk.identity(), index.active().title().store());
        Footing found = Footing.on(disk.memory(), identity, disk::isUsed, parts);
        disk.enter();
        return found;
    }

    /** Reads the log of an existing store and finds its end. The caller has the turn. */
    static LogFolder open(Disk disk) throws IOException {
        return new LogFolder(disk, LogFolder::recover);
    }

    /** Reads the log up to its published end, which is valid because the client that has the turn is alive. */
    static LogFolder join(Disk disk) throws IOException {
        return new LogFolder(
                disk,
                folder -> folder.change(known -> {
                    folder.readOn(known);
                    return known;
                }));
    }

    /** What the log stands on. */
    Footing footing() {
        return footing;
    }

    Noticeboard notices() {
        return notices;
    }

    /** The number of the last record covered by the checkpoint when the store was opened. */
    long checkpointed() {
        return checkpointed;
    }

    /** The number of the last record this client has read. */
    long newest() {
        lock.readLock().lock();
        try {
            return index.newest;
        } finally {
            lock.readLock().unlock();
        }
    }

    Disk disk() {
        return disk;
    }

    /** Answers a question from an index that has all records acknowledged before this call. */
    <T extends @Nullable Object> T ask(Question<T> question) throws IOException {
        catchUp();
        return look(question);
    }

    /** Answers a question from the index as it is, without reading on. */
    <T extends @Nullable Object> T look(Question<T> question) throws IOException {
        return ask(lock.readLock(), question);
    }

    /** Changes the index. A change that was made in part may be repeated. */
    <T extends @Nullable Object> T change(Question<T> change) throws IOException {
        return ask(lock.writeLock(), change);
    }

    /** Asks again as long as the index turns out to be behind what is in the files. */
    private <T extends @Nullable Object> T ask(Lock held, Question<T> question) throws IOException {
        while (true) {
            try {
                return locked(held, question);
            } catch (UnreadableCheckpointException e) {
                rebuild(e);
            } catch (SegmentReplacedException e) {
                follow(e);
            }
        }
    }

    private <T extends @Nullable Object> T locked(Lock held, Question<T> question) throws IOException {
        held.lock();
        try {
            return question.ask(index);
        } finally {
            held.unlock();
        }
    }

    /**
     * Reads the whole log, instead of a checkpoint whose damage was found only when it was asked for a state. The old
     * segments and checkpoint are left to be closed with the objects that hold them, since a change that is repeated
     * may still have them.
     */
    private void rebuild(UnreadableCheckpointException damage) throws IOException {
        locked(lock.writeLock(), known -> {
            if (!known.states().saved().isEmpty()) {
                LOGGER.log(Level.WARNING, () -> "the checkpoint is damaged, the log is read instead: " + damage);
                LogIndex fresh = new LogIndex();
                fresh.generation = notices.generation();
                new LogScan(disk, fresh).readTo(notices.end());
                index = fresh;
                reported = 0;
                disk.delete(Checkpoint.FILE);
            }
            return known;
        });
    }

    /** Follows another client that rewrote a segment and may not have told so yet. */
    private void follow(SegmentReplacedException replaced) throws IOException {
        locked(lock.writeLock(), known -> {
            RewrittenSegments.follow(disk, known);
            readOn(known);
            if (replaced.concerns(known)) {
                throw new IOException(replaced.getMessage(), replaced);
            }
            return known;
        });
    }

    /** Whether a state is in memory, so that questions for its head need no file. */
    boolean isInMemory(StateId id) {
        lock.readLock().lock();
        try {
            return index.states().isInMemory(id);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Whether this client has read all that was published. */
    boolean isCurrent() {
        lock.readLock().lock();
        try {
            return index.end >= notices.end() && index.generation == notices.generation();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Reads what other clients wrote. */
    void catchUp() throws IOException {
        if (!isCurrent()) {
            change(known -> {
                readOn(known);
                return known;
            });
        }
    }

    private void readOn(LogIndex known) throws IOException {
        new LogScan(disk, known).readTo(notices.end());
        reportDamage();
    }

    /**
     * Finds the end of the log after a client died while writing, or when no other client is open. Complete records are
     * kept, because they may have been acknowledged. The caller has the turn, so no other client is writing.
     */
    void recover() throws IOException {
        // A killed client may have left file names that the folder shows but that are not on the medium yet.
        disk.sync();
        change(known -> {
            new LogScan(disk, known).readSealed();
            Segment active = known.active();
            long end = notices.end();
            boolean here = Spot.segment(end) == active.number();
            if (Spot.segment(end) > active.number()) {
                requireAlone(Segment.fileName(Spot.segment(end)) + " was deleted");
                known.damaged(new DamagedRange(Spot.segment(end), 0, 0, known.newest, List.of()));
            }
            Tail tail = Tail.read(active, Spot.offset(known.end), here ? Spot.offset(end) : 0);
            if (tail.isUncertain()) {
                tail.settle();
            }
            take(known, active, tail);
            announce(Spot.of(active.number(), tail.end()));
            if (tail.torn() > 0) {
                LOGGER.log(
                        Level.INFO,
                        () -> "cut " + tail.torn() + " bytes of changes that a crash interrupted, at the end of "
                                + active.title().fileName());
            }
            reportDamage();
            return known;
        });
    }

    private void take(LogIndex known, Segment active, Tail tail) throws IOException {
        LogScan scan = new LogScan(disk, known);
        for (SegmentReader.Line line : tail.kept()) {
            scan.take(active, line);
        }
        scan.endUnsound(active, null);
        if (Spot.offset(known.end) < tail.end()) {
            requireAlone(active.title().fileName() + " was cut");
            known.damaged(new DamagedRange(active.number(), Spot.offset(known.end), 0, known.newest + 1, List.of()));
            known.end = Spot.of(active.number(), tail.end());
        }
    }

    /** The log is not cut under clients that may have acknowledged what is missing. */
    private void requireAlone(String loss) {
        if (disk.isUsed()) {
            throw StoreUnavailableException.lost(loss);
        }
    }

    /** Publishes an end that no client has seen before. Every client treats it as a change by another client. */
    private void announce(long end) {
        notices.changes().repair();
        if (notices.end() != end) {
            notices.changes().step();
            notices.end(end);
            notices.changes().step();
        }
        notices.writing(false);
    }

    /** Tells the other clients that this one, which has the turn to rewrite segments, has done so. */
    void announceRewritten(LogIndex known) {
        notices.nextGeneration();
        known.generation = notices.generation();
    }

    private void reportDamage() {
        List<DamagedRange> damages = index.damages();
        for (DamagedRange damage : damages.subList(reported, damages.size())) {
            LOGGER.log(Level.ERROR, () -> "damaged: " + damage);
        }
        reported = damages.size();
    }

    void close() throws IOException {
        change(known -> {
            known.segments().close();
            known.states().close();
            return known;
        });
    }

    static StoreUnavailableException unavailable(String what, IOException cause) {
        return StoreUnavailableException.failed(what, cause);
    }
}
