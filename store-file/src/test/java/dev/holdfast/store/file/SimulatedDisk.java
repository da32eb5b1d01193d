package dev.holdfast.store.file;

import dev.holdfast.engine.local.Footing;
import dev.holdfast.engine.local.SharedMemory;
import dev.holdfast.engine.local.Wakeups;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder in memory that fails as real ones do. For every file and every name it has two versions: what the operating
 * system shows, and what is on the medium. After a power cut a random part of what was not synced is kept: single
 * sectors of writes, single names of renames, and any value that the shared numbers had since. A kill keeps everything.
 * Safe for use by several threads.
 */
final class SimulatedDisk implements Disk {
    private final Random random;
    private final Lies lies;
    private final Map<String, SimulatedFile> shown = new TreeMap<>();
    private final Map<String, SimulatedFile> durable = new TreeMap<>();
    private final SharedMemory memory = SharedMemory.ofThisProcess();
    private final List<long[]> pastNumbers = new ArrayList<>();
    private final Wakeups wakeups = new Wakeups();
    private final Semaphore turn = new Semaphore(1);
    private final Semaphore compaction = new Semaphore(1);
    private final Map<String, SimulatedFile> beforeLastRename = new TreeMap<>();
    private Faults faults = Faults.NONE;
    private boolean crashed;

    /** The ways in which a disk can report a sync that it did not do; the simulation must detect each. */
    enum Lies {
        NONE,
        /** A force of a file does nothing. */
        FORCE,
        /** A sync of the folder does nothing. */
        FOLDER_SYNC,
        /** A sync of the folder happens before the rename that it should follow. */
        SYNC_BEFORE_RENAME
    }

    /** The operations that fail, each by its number among operations of its kind, from 0; -1 for never. */
    static final class Faults {
        static final Faults NONE = new Faults(-1, -1, -1);

        private final int crash;
        private final int fullDisk;
        private final int failingForce;
        private int operations;
        private int writes;
        private int forces;

        Faults(int crash, int fullDisk, int failingForce) {
            this.crash = crash;
            this.fullDisk = fullDisk;
            this.failingForce = failingForce;
        }

        /** Whether the planned fault happened. */
        boolean happened() {
            return (crash >= 0 && operations > crash)
                    || (fullDisk >= 0 && writes > fullDisk)
                    || (failingForce >= 0 && forces > failingForce);
        }
    }

    SimulatedDisk(Random random, Lies lies) {
        this.random = random;
        this.lies = lies;
        pastNumbers.add(new long[SharedMemory.NUMBERS]);
    }

    void faults(Faults planned) {
        faults = planned;
    }

    boolean crashed() {
        return crashed;
    }

    /** The folder as the next process finds it after this one was killed. */
    SimulatedDisk afterKill() {
        SimulatedDisk next = new SimulatedDisk(random, lies);
        shown.forEach((name, file) -> next.shown.put(name, file));
        durable.forEach((name, file) -> next.durable.put(name, file));
        next.pastNumbers.clear();
        next.pastNumbers.addAll(pastNumbers);
        for (int i = 0; i < SharedMemory.NUMBERS; i++) {
            next.memory.set(i, memory.get(i));
        }
        return next;
    }

    /** The folder as the next process finds it after a power cut. */
    SimulatedDisk afterPowerCut() {
        SimulatedDisk next = new SimulatedDisk(random, lies);
        note();
        Set<String> names = new HashSet<>(shown.keySet());
        names.addAll(durable.keySet());
        Map<SimulatedFile, SimulatedFile> survivors = new HashMap<>();
        for (String name : names.stream().sorted().toList()) {
            SimulatedFile file = random.nextBoolean() ? shown.get(name) : durable.get(name);
            if (file != null) {
                SimulatedFile survivor = survivors.computeIfAbsent(file, each -> each.afterPowerCut(random));
                next.shown.put(name, survivor);
                next.durable.put(name, survivor);
            }
        }
        next.pastNumbers.clear();
        for (int i = 0; i < SharedMemory.NUMBERS; i++) {
            next.memory.set(i, pastNumbers.get(random.nextInt(pastNumbers.size()))[i]);
        }
        next.note();
        return next;
    }

    /** A folder of its own that looks like this one, all of it on the medium. */
    synchronized SimulatedDisk copy(Random future) {
        SimulatedDisk copy = new SimulatedDisk(future, lies);
        shown.forEach((name, file) -> {
            SimulatedFile same = new SimulatedFile();
            same.content(file.content());
            copy.shown.put(name, same);
            copy.durable.put(name, same);
        });
        for (int i = 0; i < SharedMemory.NUMBERS; i++) {
            copy.memory.set(i, memory.get(i));
        }
        copy.pastNumbers.clear();
        copy.note();
        return copy;
    }

    /** A file, for a test to inspect or damage. */
    SimulatedFile file(String name) {
        return Objects.requireNonNull(shown.get(name), name);
    }

    /** Records the shared numbers: the kernel may write any of their values to the medium at any time. */
    private void note() {
        long[] numbers = new long[SharedMemory.NUMBERS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = memory.get(i);
        }
        pastNumbers.add(numbers);
    }

    /**
     * Counts an operation that changes something. False if the power fails in the middle of it, so that only a part of
     * it is done.
     */
    private synchronized boolean goOn() throws IOException {
        requirePower();
        note();
        if (faults.operations++ == faults.crash) {
            crashed = true;
            return false;
        }
        return true;
    }

    private void requirePower() throws IOException {
        if (crashed) {
            throw new IOException("there is no power");
        }
    }

    private void step() throws IOException {
        if (!goOn()) {
            throw new IOException("the power went");
        }
    }

    void beforeWrite(SimulatedFile file, byte[] bytes, long at) throws IOException {
        if (!goOn()) {
            file.put(bytes, random.nextInt(bytes.length + 1), at);
            throw new IOException("the power went during a write");
        }
        if (faults.writes++ == faults.fullDisk) {
            file.put(bytes, random.nextInt(bytes.length + 1), at);
            throw new IOException("no space left on device");
        }
    }

    /** Whether the sync is to be done. */
    boolean beforeForce() throws IOException {
        step();
        if (faults.forces++ == faults.failingForce) {
            throw new IOException("input/output error");
        }
        return lies != Lies.FORCE;
    }

    @Override
    public synchronized List<String> list() throws IOException {
        requirePower();
        return List.copyOf(shown.keySet());
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        requirePower();
        SimulatedFile file = shown.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file.opened(this);
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        step();
        SimulatedFile file = new SimulatedFile();
        shown.put(name, file);
        return file.opened(this);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        step();
        beforeLastRename.clear();
        beforeLastRename.putAll(shown);
        SimulatedFile file = Objects.requireNonNull(shown.remove(from), from);
        shown.put(to, file);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        step();
        shown.remove(name);
    }

    @Override
    public synchronized @Nullable String loss(String name, DiskFile file, long leastBytes) {
        SimulatedFile present = shown.get(name);
        if (present == null || !present.equals(file.identity())) {
            return name + " was deleted or replaced";
        }
        return present.content().length < leastBytes ? name + " was cut" : null;
    }

    @Override
    public Object identity() {
        return "simulated";
    }

    @Override
    public List<Footing.Part> parts() {
        return List.of();
    }

    @Override
    public boolean isUsed() {
        return false;
    }

    @Override
    public void enter() {}

    @Override
    public synchronized void sync() throws IOException {
        step();
        if (lies != Lies.FOLDER_SYNC) {
            durable.clear();
            durable.putAll(lies == Lies.SYNC_BEFORE_RENAME ? beforeLastRename : shown);
        }
    }

    @Override
    public SharedMemory memory() {
        return memory;
    }

    @Override
    public Wakeups wakeups() {
        return wakeups;
    }

    @Override
    public Hold takeTurn(Duration patience) {
        return take(turn, patience);
    }

    @Override
    public Hold takeCompaction(Duration patience) {
        return take(compaction, patience);
    }

    private static Hold take(Semaphore semaphore, Duration patience) {
        try {
            if (semaphore.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return semaphore::release;
            }
            throw StoreUnavailableException.busy("the turn");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.busy("the turn");
        }
    }

    @Override
    public void close() {}
}
