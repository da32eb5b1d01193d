package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
     * A turn that is free, and that no other process waits for, is taken and given back on the thread of the caller:
     * neither call can block. Any other is waited for on a thread of its own, since interrupting a thread that blocks
     * in a channel closes the channel; that thread is never interrupted. It requests the lock in a call that blocks
     * without limit, because a process that polls would lose against processes that block. A caller that times out
     * leaves its request behind; when the lock is granted in the end, it is released at once, and so is the semaphore.
     * Until then other threads here time out too, as they would anyhow: another process, perhaps a suspended one, holds
     * the turn.
     *
     * The kernel grants a lock to the process that requests it first after it was released, which is nearly always the
     * one that released it. So waiting processes set a flag in the shared memory, repeatedly, because the process that
     * gets the lock clears it. A process that released the lock while the flag was set lets another go first, but only
     * briefly: the one that waited may be dead.
     */
    private static final ReentrantLock REGISTRY = new ReentrantLock();
    private static final Map<Object, TurnFile> OPEN = new HashMap<>();

    /** The byte whose lock is shared by all processes that use the store. */
    private static final long PRESENCE = SharedMemory.BYTES;

    private static final long SAY_AGAIN_NANOS = 2_000_000;
    private static final long GIVE_WAY_NANOS = 2_000_000;
    /** How long a lock is asked for again that the system refuses. */
    private static final long REFUSED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LOOK_AGAIN_NANOS = 50_000;

    private final Object key;
    private final WatchedFile watched;
    private final ExecutorService thread;
    private final FileChannel channel;
    private final SharedMemory memory;
    private final ChangeCounter changes;
    private final Wakeups wakeups = new Wakeups();
    private final Semaphore here = new Semaphore(1, true);
    private int clients;

    /** How many clients of this process use the store, and the lock that tells other processes that some do. */
    private int users;

    private @Nullable FileLock presence;

    /**
     * The number of the turn that was given back while other processes waited for it; 0 if none did. Guarded by the
     * semaphore.
     */
    private long owed;

    /** The turn while it is held. */
    public final class Hold {
        private final FileLock lock;

        private Hold(FileLock lock) {
            this.lock = lock;
        }

        /** Gives the turn back. Must be called exactly once. */
        public void release() {
            giveBack(lock);
        }
    }

    /** A client that uses the store. */
    public final class User {
        private final AtomicBoolean present = new AtomicBoolean(true);

        private User() {}

        /** Ends its use of the store. */
        public void leave() {
            if (present.compareAndSet(true, false)) {
                exit();
            }
        }
    }

    private TurnFile(WatchedFile watched, ExecutorService thread, FileChannel channel, SharedMemory memory) {
        this.key = watched.identity();
        this.watched = watched;
        this.thread = thread;
        this.channel = channel;
        this.memory = memory;
        this.changes = memory.changes();
    }

    /**
     * Joins the clients of a file in this process, creating the file if there is none.
     *
     * @throws StoreUnavailableException if it cannot be created, opened or mapped, is a link, or belongs to another
     *     user
     */
    public static TurnFile join(Path file) {
        REGISTRY.lock();
        try {
            PrivateFiles.create(file);
            Object key = WatchedFile.identity(file);
            TurnFile found = OPEN.get(key);
            if (found == null) {
                found = open(file, key);
                OPEN.put(found.key, found);
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
                        FileChannel channel = FileChannel.open(
                                file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                        SharedMemory memory = SharedMemory.map(channel); // before the size is looked at
                        return new TurnFile(watch(file, key), thread, channel, memory);
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

    /** Watches a file that was just opened, if it is still the one that was there before. */
    private static WatchedFile watch(Path file, Object key) throws IOException {
        WatchedFile watched = WatchedFile.of(file);
        if (!watched.identity().equals(key)) {
            throw new IOException("it was replaced at this moment; try again");
        }
        return watched;
    }

    /** Whether the file is still the one that the clients of its name share. */
    public Footing.Part part() {
        return watched;
    }

    /**
     * Whether any client uses the store, in any process. The caller has the turn and is not counted, since it has not
     * {@linkplain #enter entered} yet.
     */
    public boolean isUsed() {
        REGISTRY.lock();
        try {
            return users > 0
                    || !withChannel(() -> {
                        FileLock alone = channel.tryLock(PRESENCE, 1, false);
                        if (alone != null) {
                            alone.release();
                        }
                        return alone != null;
                    });
        } finally {
            REGISTRY.unlock();
        }
    }

    /** Counts the caller among the clients that use the store, until it leaves. */
    public User enter() {
        REGISTRY.lock();
        try {
            if (users == 0) {
                presence = withChannel(() -> channel.lock(PRESENCE, 1, true));
            }
            users++;
            return new User();
        } finally {
            REGISTRY.unlock();
        }
    }

    private void exit() {
        REGISTRY.lock();
        try {
            users--;
            FileLock lock = presence;
            if (users == 0 && lock != null) {
                presence = null;
                withChannel(() -> {
                    lock.release();
                    return true;
                });
            }
        } finally {
            REGISTRY.unlock();
        }
    }

    /** Uses the channel on a thread that is never interrupted, and that no turn is waited for on. */
    private static <T> T withChannel(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("holdfast-presence").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw StoreUnavailableException.failed("locking the turn file", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
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
     * @throws StoreUnavailableException if it is not free in time, the thread is interrupted, or the file is no longer
     *     the one that other clients would take their turns by
     */
    public Hold acquire(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (!here.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        FileLock free = lockIfFree();
        return new Hold(free == null ? awaitLock(deadline) : free);
    }

    /** With the semaphore, which it keeps only if it succeeds; null if other processes have or want the turn. */
    private @Nullable FileLock lockIfFree() {
        boolean failed = true;
        try {
            boolean wanted = owed != 0 || memory.get(SharedMemory.WANTED) != 0;
            FileLock lock = wanted ? null : channel.tryLock(0, SharedMemory.BYTES, false);
            FileLock begun = lock == null ? null : begun(lock);
            failed = false;
            return begun;
        } catch (IOException e) {
            throw failedToLock(e);
        } finally {
            if (failed) {
                here.release();
            }
        }
    }

    private FileLock awaitLock(long deadline) {
        CompletableFuture<FileLock> request = request();
        try {
            for (long left = deadline - System.nanoTime(); ; left = deadline - System.nanoTime()) {
                try {
                    return request.get(Math.min(left, SAY_AGAIN_NANOS), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (left <= SAY_AGAIN_NANOS) {
                        abandon(request);
                        throw busy();
                    }
                    sayAgain(request);
                }
            }
        } catch (InterruptedException e) {
            abandon(request);
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException e) {
            here.release();
            throw e.getCause() instanceof StoreUnavailableException unavailable
                    ? unavailable
                    : StoreUnavailableException.failed("taking the turn to write", e);
        }
    }

    private void sayAgain(CompletableFuture<FileLock> request) {
        try {
            memory.set(SharedMemory.WANTED, 1);
        } catch (StoreUnavailableException e) {
            abandon(request);
            throw e;
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
            return begun(granted());
        } catch (IOException e) {
            throw failedToLock(e);
        }
    }

    /**
     * Waits for the lock. The system sees which process waits for which, not which thread: if two processes hold one
     * of two files each and wait for the other, it takes that for a deadlock and refuses, though the threads that hold
     * them are about to release them. So what is refused is asked for again (STORE-6).
     */
    private FileLock granted() throws IOException {
        long deadline = System.nanoTime() + REFUSED_NANOS;
        while (true) {
            try {
                return channel.lock(0, SharedMemory.BYTES, false);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    /** The lock, as the turn that begins with it; released if the turn cannot begin. */
    private FileLock begun(FileLock lock) throws IOException {
        boolean taken = false;
        try {
            requireInPlace();
            memory.set(SharedMemory.WANTED, 0);
            memory.set(SharedMemory.TURNS, memory.get(SharedMemory.TURNS) + 1);
            changes.repair();
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                lock.release();
            }
        }
    }

    /** A lock on a file that has lost its name keeps no one out who opens the name. */
    private void requireInPlace() {
        String loss = watched.loss();
        if (loss != null) {
            throw StoreUnavailableException.lost(loss);
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
            owed = 0;
            owed = memory.get(SharedMemory.WANTED) == 0 ? 0 : memory.get(SharedMemory.TURNS);
        } catch (StoreUnavailableException e) {
            // The numbers are lost, so all clients stop; the lock is released all the same.
        } finally {
            release(lock);
        }
    }

    private void release(FileLock lock) {
        try {
            lock.release();
        } catch (ClosedChannelException e) {
            // The last client has left and closed the channel, which released the lock.
        } catch (IOException e) {
            throw StoreUnavailableException.failed("unlocking the turn file", e);
        } finally {
            here.release();
        }
    }

    private static StoreUnavailableException failedToLock(IOException e) {
        return e instanceof ClosedChannelException
                ? StoreUnavailableException.closed()
                : StoreUnavailableException.failed("locking the turn file", e);
    }

    private static StoreUnavailableException busy() {
        return StoreUnavailableException.busy("the turn to write");
    }
}
