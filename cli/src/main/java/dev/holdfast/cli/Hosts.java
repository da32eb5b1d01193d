package dev.holdfast.cli;

import dev.holdfast.cli.background.Door;
import dev.holdfast.cli.background.Guest;
import dev.holdfast.cli.background.Hello;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.SharedStores;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.spi.StoreAddress;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.StdioTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The hosts that the shared process serves, each as {@code holdfast stdio} would. Thread-safe. */
final class Hosts implements Door.Reception {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final StdioTransport transport = StdioTransport.forSeveral(ServerLimits.DEFAULT);
    private final SharedStores stores = new SharedStores();
    private final Set<Guest> served = ConcurrentHashMap.newKeySet();
    private final Instant since = Instant.now();
    private final String home;
    private final String build;
    private final BooleanSupplier current;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stopped;
    private boolean over;
    private long idleSince = System.nanoTime();

    /**
     * None yet.
     *
     * @param home the user's home folder
     * @param build the name of this build, as shown in listings
     * @param current whether new hosts should come to this process
     */
    Hosts(String home, String build, BooleanSupplier current) {
        this.home = home;
        this.build = build;
        this.current = current;
    }

    @Override
    public boolean isOpen() {
        return !isOver();
    }

    @Override
    public void receive(Guest guest) throws IOException, InterruptedException {
        switch (guest.hello().kind()) {
            case Hello.STDIO -> serve(guest);
            case Hello.COMMAND -> carryOut(guest);
            case Hello.PS -> guest.answer(list().toString());
            case Hello.STOP -> {
                stop();
                guest.answer(list().toString());
                Thread.sleep(LAST_WORDS); // its connection ends with the process, by which it knows
            }
            default -> guest.decline();
        }
    }

    /** Ends the service; hosts are answered what they asked before. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when it is stopped, or has had no host for so long, or may have none and has none. */
    void awaitEnd(Duration linger, BooleanSupplier usable) throws InterruptedException {
        lock.lock();
        try {
            while (!over) {
                boolean wanted = current.getAsBoolean() && usable.getAsBoolean();
                long idle = System.nanoTime() - idleSince;
                over = served.isEmpty() && (!wanted || idle >= linger.toNanos());
                if (!over) {
                    changed.awaitNanos(Math.min(LOOK.toNanos(), linger.toNanos() / 2 + 1));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends what the hosts send, and waits a while until they are answered. */
    void dismiss() throws InterruptedException {
        served.forEach(Guest::endInput);
        lock.lock();
        try {
            long left = LAST_WORDS.toNanos();
            while (!served.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private boolean enter(Guest guest) {
        lock.lock();
        try {
            return !over && current.getAsBoolean() && served.add(guest);
        } finally {
            lock.unlock();
        }
    }

    private void leave(Guest guest) {
        lock.lock();
        try {
            served.remove(guest);
            idleSince = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void serve(Guest guest) throws IOException, InterruptedException {
        if (!enter(guest)) {
            guest.decline();
            return;
        }
        try {
            Surroundings surroundings = Surroundings.ofHost(guest.hello(), home, stores);
            StdioCommand command = new StdioCommand(surroundings);
            if (!Cli.parses(command, surroundings, arguments(guest)) || !serve(command, guest)) {
                guest.decline();
            }
        } finally {
            leave(guest);
        }
    }

    /** Does what a command would do in a process of its own. */
    private void carryOut(Guest guest) throws IOException, InterruptedException {
        String[] arguments = arguments(guest);
        if (!Cli.isBrief(arguments) || !enter(guest)) {
            guest.decline();
            return;
        }
        try {
            PrintStream err = guest.attend();
            Surroundings surroundings = Surroundings.ofHost(guest.hello(), home, stores)
                    .with(guest.in(), new PrintStream(guest.out(), false, StandardCharsets.UTF_8), err);
            guest.finish(Cli.run(surroundings, arguments));
        } finally {
            leave(guest);
        }
    }

    private static String[] arguments(Guest guest) {
        return guest.hello().arguments().toArray(String[]::new);
    }

    /** False if it cannot be served here; a process of the host's own then says why. */
    private boolean serve(StdioCommand command, Guest guest) throws IOException, InterruptedException {
        if (!command.isShareable()) {
            return false;
        }
        SharedStores.Use use;
        try {
            use = command.use();
        } catch (HoldfastException e) {
            return false;
        }
        try (use) {
            command.serve(use, guest, transport);
        }
        // After the store is closed, as a process of its own would end.
        if (isStopped()) {
            guest.hangUp();
        } else {
            guest.finish(ExitCode.DONE);
        }
        return true;
    }

    private JsonObject list() {
        Runtime runtime = Runtime.getRuntime();
        List<Json> used = stores.list().stream()
                .<Json>map(each -> JsonObject.of(
                        "address", Json.of(StoreAddress.shown(each.address())), "hosts", Json.of((long) each.users())))
                .toList();
        return JsonObject.builder()
                .put("pid", ProcessHandle.current().pid())
                .put("build", build)
                .put("current", current.getAsBoolean())
                .put("since", since.toString())
                .put("hosts", served.size())
                .put("heap", runtime.totalMemory() - runtime.freeMemory())
                .put("stores", JsonArray.copyOf(used))
                .build();
    }
}
