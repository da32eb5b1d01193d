package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file beside a store by which its clients, in this process and others, take turns and share numbers. Safe for use
 * by many threads.
 */
public final class TurnFile {
    /*
     * The lock on the file excludes other processes, the fair semaphore other threads of this one. A thread takes the
     * semaphore first, then the lock.
     *
     * POSIX locks belong to processes, not to channels: a process that closes any channel on a file loses all its locks
     * on it. So there is one channel per file and process, found in OPEN and closed by the last client that leaves;
     * nothing else in the process may open the file. OPEN is static because it describes the process.
     *
     * Interrupting a thread that uses a channel closes the channel. So one thread that is never interrupted does all
     * that is done with it. It requests the lock in a call that blocks without limit, because a process that polls
     * would lose against processes that block. A caller that times out leaves its request behind; when the lock is
     * granted in the end, it is released at once, and so is the semaphore. Until then other threads here time out too,
     * as they would anyhow: another process, perhaps a suspended one, holds the turn.
     *
     * The kernel grants a lock to the process that requests it first after it was released, which is nearly always the
     * one that released it. So waiting processes set a flag in the shared memory, repeatedly, because the process that
     * gets the lock clears it. A process that released the lock while the flag was set lets another go first, but only
     * briefly: the one that waited may be dead.
     */
    private static final ReentrantLock REGISTRY = new ReentrantLock();
    private static final Map<Object, TurnFile> OPEN = new HashMap<>();
    private static final long SAY_AGAIN_NANOS = 2_000_000;
    private static final long GIVE_WAY_NANOS = 2_000_000;
    private static final long LOOK_AGAIN_NANOS = 50_000;

    private final Object key;
    private final ExecutorService thread;
    private final FileChannel channel;
    private final SharedMemory memory;
    private final ChangeCounter changes;
    private final Wakeups wakeups = new Wakeups();
    private final Semaphore here = new Semaphore(1, true);
    private int clients;

    /** The number of the turn that was given back while other processes waited for it; 0 if none did. */
    private long owed;

    /** The turn while it is held. */
    public final class Hold {
        private final FileLock lock;

        private Hold(FileLock lock) {
            this.lock = lock;
        }

        /** Gives the turn back, asynchronously. Must be called exactly once. */
        public void release() {
            onThread(() -> giveBack(lock));
        }
    }

    private TurnFile(Object key, ExecutorService thread, FileChannel channel, SharedMemory memory) {
        this.key = key;
        this.thread = thread;
        this.channel = channel;
        this.memory = memory;
        this.changes = memory.changes();
    }

    /**
     * Joins the clients of a file in this process, creating the file if there is none.
     *
     * @throws StoreUnavailableException if it cannot be created, opened or mapped
     */
    public static TurnFile join(Path file) {
        REGISTRY.lock();
        try {
            PrivateFiles.create(file);
            Object inode = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            Object key = inode == null ? file.toRealPath() : inode;
            TurnFile found = OPEN.get(key);
            if (found == null) {
                found = open(file, key);
                OPEN.put(key, found);
            }
            found.clients++;
            return found;
        } catch (IOException e) {
            throw StoreUnavailableException.failed("opening " + file, e);
        } finally {
            REGISTRY.unlock();
        }
    }

    private static TurnFile open(Path file, Object key) throws IOException {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("holdfast-turn").factory());
        TurnFile opened = null;
        try {
            opened = thread.submit(() -> {
                        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                        return new TurnFile(key, thread, channel, SharedMemory.map(channel));
                    })
                    .get();
            return opened;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            if (opened == null) {
                thread.shutdown();
            }
        }
    }

    /**
     * Leaves the clients of the file. The last one closes it.
     *
     * @throws StoreUnavailableException if closing fails
     */
    public void leave() {
        REGISTRY.lock();
        try {
            clients--;
            if (clients == 0) {
                OPEN.remove(key);
                thread.shutdown();
                channel.close();
            }
        } catch (IOException e) {
            throw StoreUnavailableException.failed("closing the turn file", e);
        } finally {
            REGISTRY.unlock();
        }
    }

    /** The counter of visible changes. If a process dies during a change, the next that takes the turn repairs it. */
    public ChangeCounter changes() {
        return changes;
    }

    /** The numbers that all clients share, including the counter of changes. */
    public SharedMemory memory() {
        return memory;
    }

    /** Raised when a client of this process has changed something. */
    public Wakeups wakeups() {
        return wakeups;
    }

    /**
     * Waits for the turn.
     *
     * @throws StoreUnavailableException if it is not free in time, or the thread is interrupted
     */
    public Hold acquire(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (!here.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
            return awaitLock(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private Hold awaitLock(long deadline) throws InterruptedException {
        CompletableFuture<FileLock> request = request();
        try {
            for (long left = deadline - System.nanoTime(); ; left = deadline - System.nanoTime()) {
                try {
                    return new Hold(request.get(Math.min(left, SAY_AGAIN_NANOS), TimeUnit.NANOSECONDS));
                } catch (TimeoutException e) {
                    if (left <= SAY_AGAIN_NANOS) {
                        abandon(request);
                        throw busy();
                    }
                    memory.set(SharedMemory.WANTED, 1);
                }
            }
        } catch (InterruptedException e) {
            abandon(request);
            throw e;
        } catch (ExecutionException e) {
            here.release();
            throw StoreUnavailableException.failed("taking the turn to write", e);
        }
    }

    private CompletableFuture<FileLock> request() {
        try {
            return CompletableFuture.supplyAsync(this::lock, thread);
        } catch (RejectedExecutionException e) {
            here.release();
            throw StoreUnavailableException.closed();
        }
    }

    /** Releases the lock if it is granted after all. This runs after the request, on the same thread. */
    private void abandon(CompletableFuture<FileLock> request) {
        onThread(() -> {
            if (request.isCompletedExceptionally()) {
                here.release();
            } else {
                giveBack(request.join());
            }
        });
    }

    private void onThread(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            here.release(); // The last client has left and closed the channel, which released the lock.
        }
    }

    private FileLock lock() {
        try {
            giveWay();
            memory.set(SharedMemory.WANTED, 1);
            FileLock lock = channel.lock();
            memory.set(SharedMemory.WANTED, 0);
            memory.set(SharedMemory.TURNS, memory.get(SharedMemory.TURNS) + 1);
            changes.repair();
            return lock;
        } catch (IOException e) {
            throw StoreUnavailableException.failed("locking the turn file", e);
        }
    }

    private void giveWay() {
        long end = System.nanoTime() + GIVE_WAY_NANOS;
        while (owed != 0 && memory.get(SharedMemory.TURNS) == owed && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        owed = 0;
    }

    private void giveBack(FileLock lock) {
        try {
            owed = memory.get(SharedMemory.WANTED) == 0 ? 0 : memory.get(SharedMemory.TURNS);
            lock.release();
        } catch (ClosedChannelException e) {
            // The last client has left and closed the channel, which released the lock.
        } catch (IOException e) {
            throw StoreUnavailableException.failed("unlocking the turn file", e);
        } finally {
            here.release();
        }
    }

    private static StoreUnavailableException busy() {
        return StoreUnavailableException.busy("the turn to write");
    }
}
