package dev.holdfast.junit;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The store of one test. What is stored in it is there until the test ends, also if no engine has it open. Safe for use
 * by many threads.
 */
public final class TestStore {
    private static final String MEMORY = "memory:";

    private final String address;
    private final MemoryStorage memory = new MemoryStorage();
    private final List<Holdfast> engines = new CopyOnWriteArrayList<>();
    private final TestClock clock = new TestClock(this::fireTimers);
    private @Nullable Path folder;
    private @Nullable Holdfast first;

    TestStore(String address) {
        this.address = address;
    }

    TestClock clock() {
        return clock;
    }

    /** The engine that parameters of the test belong to, until {@link #restart()}. */
    synchronized Holdfast engine() {
        Holdfast engine = first;
        if (engine == null) {
            engine = another();
            first = engine;
        }
        return engine;
    }

    /**
     * Opens one more engine on the store, as another process would. It is closed after the test, unless the test does.
     */
    public Holdfast another() {
        Holdfast engine = builder()
                .clock(clock)
                .timersByHand()
                .removalPause(Duration.ZERO)
                .open();
        engines.add(engine);
        return engine;
    }

    /**
     * Closes every engine that the test has open on the store, and opens a new one, as a program that starts again
     * does. What was injected before belongs to an engine that is closed.
     */
    public synchronized Holdfast restart() {
        closeEngines();
        first = null;
        return engine();
    }

    /** The folder that {@link HoldfastTest#FOLDER} stands for; made when it is first asked for. */
    public synchronized Path folder() {
        Path made = folder;
        if (made == null) {
            try {
                made = Files.createTempDirectory("holdfast-test");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder = made;
        }
        return made;
    }

    private synchronized Holdfast.Builder builder() {
        if (address.equals(MEMORY)) {
            return Holdfast.on(MemoryLog.open(memory));
        }
        return Holdfast.on(
                address.contains(HoldfastTest.FOLDER)
                        ? address.replace(HoldfastTest.FOLDER, folder().toString())
                        : address);
    }

    private void fireTimers() {
        engines.forEach(Holdfast::fireTimers);
    }

    private void closeEngines() {
        engines.forEach(Holdfast::close);
        engines.clear();
    }

    /** Closes what is open, also by the test itself before, and removes the folder. */
    synchronized void end() throws IOException {
        closeEngines();
        Path made = folder;
        if (made != null) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(made)) {
                all = files.toList();
            }
            for (Path file : all.reversed()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public String toString() {
        return "TestStore[" + address + "]";
    }
}
