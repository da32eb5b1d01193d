package dev.holdfast.cli.command;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.spi.StoreAddress;
import dev.holdfast.mcp.McpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores that several hosts use in one process: each is opened once, by whatever path it is reached, and closed
 * when the last that uses it leaves. A store whose files were replaced is another one. Thread-safe.
 */
public final class SharedStores {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Shared> open = new ArrayList<>();

    /** One use of a store, until it is closed. */
    public final class Use implements AutoCloseable {
        private final Shared shared;

        private Use(Shared shared) {
            this.shared = shared;
        }

        /** The store, once it is open. */
        public Holdfast holdfast() throws InterruptedException {
            return shared.opened();
        }

        /** The server of that kind for all who use the store. */
        public McpServer server(String kind, Function<Holdfast, McpServer> maker) throws InterruptedException {
            Holdfast holdfast = holdfast();
            return shared.servers.computeIfAbsent(kind, name -> maker.apply(holdfast));
        }

        @Override
        public void close() {
            leave(shared);
        }
    }

    /** What a listing of the process shows of a store; its address without secrets. */
    public record Listed(String address, int users) {}

    /**
     * A store, opened if it is not open yet.
     *
     * @param keys says with which keys it is opened: who names others does not get what is open
     * @param opener its failure is that of every use until one succeeds
     */
    Use use(String address, String keys, Supplier<Holdfast> opener) throws InterruptedException {
        Shared shared = enter(address, keys, opener);
        boolean usable = false;
        try {
            shared.open();
            usable = true;
            return new Use(shared);
        } finally {
            if (!usable) {
                leave(shared);
            }
        }
    }

    /** Those that are open now. */
    public List<Listed> list() {
        lock.lock();
        try {
            return open.stream()
                    .map(s -> new Listed(StoreAddress.shown(s.address), s.users))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private Shared enter(String address, String keys, Supplier<Holdfast> opener) {
        Path path = StoreFiles.of(address).path();
        String place = path == null ? address : address.substring(0, address.indexOf(':') + 1) + real(path);
        String name = place + " " + keys;
        Object files = path == null ? null : identity(path);
        lock.lock();
        try {
            for (Shared each : isPrivate(address) ? List.<Shared>of() : open) {
                if (each.name.equals(name) && each.isStill(files)) {
                    each.users++;
                    return each;
                }
            }
            Shared shared = new Shared(name, address, path, opener);
            shared.users = 1;
            open.add(shared);
            return shared;
        } finally {
            lock.unlock();
        }
    }

    /** What is in memory is seen by the one who opened it alone. */
    private static boolean isPrivate(String address) {
        return address.startsWith("memory:");
    }

    private void leave(Shared shared) {
        boolean last;
        lock.lock();
        try {
            shared.users--;
            last = shared.users == 0;
            if (last) {
                open.remove(shared);
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            shared.close();
        }
    }

    private static Path real(Path path) {
        Path parent = path.getParent();
        try {
            return Files.exists(path) || parent == null
                    ? path.toRealPath()
                    : parent.toRealPath().resolve(path.getFileName());
        } catch (IOException e) {
            return path.normalize(); // nothing is there yet
        }
    }

    private static @Nullable Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private static final class Shared {
        private final String name;
        private final String address;
        private final @Nullable Path path;
        private final FutureTask<Holdfast> opening;
        private final Map<String, McpServer> servers = new ConcurrentHashMap<>();

        /** Guarded by the lock of all. */
        private int users;

        private volatile @Nullable Object files;

        Shared(String name, String address, @Nullable Path path, Supplier<Holdfast> opener) {
            this.name = name;
            this.address = address;
            this.path = path;
            this.opening = new FutureTask<>(opener::get);
        }

        /** Whether what is at its path is what it was opened on. */
        boolean isStill(@Nullable Object now) {
            Object then = files;
            return then == null || then.equals(now);
        }

        void open() throws InterruptedException {
            opening.run();
            opened();
            if (path != null) {
                files = identity(path);
            }
        }

        Holdfast opened() throws InterruptedException {
            try {
                return opening.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("opening a store failed", e.getCause());
            }
        }

        void close() {
            try {
                opened().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // It was never opened, or what kept it from closing was told to those who used it.
            }
        }
    }
}
