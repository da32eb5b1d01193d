package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.ServerWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A NATS server on the loopback of this machine, in a process of its own, with its data in a folder. */
final class LocalServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final AtomicInteger STORES = new AtomicInteger();

    private final Path folder;
    private final int port;
    private final int monitorPort;
    private @Nullable Process process;

    /** The one that most tests share, which ends with this process. */
    private static final class Shared {
        static final LocalServer SERVER = start();

        private static LocalServer start() {
            try {
                LocalServer server = new LocalServer(Files.createTempDirectory(place(), "holdfast-nats"));
                server.configure("sync_interval: always", "");
                server.start();
                ServerWatch.over(server.process().pid(), server.folder());
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** In memory if that is possible: syncs of every message are asked for, and no power is cut. */
    private static Path place() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    LocalServer(Path folder) {
        this.folder = folder;
        this.port = freePort();
        this.monitorPort = freePort();
    }

    static LocalServer shared() {
        ServerBinary.require();
        return Shared.SERVER;
    }

    /** The address of a new store on the shared server. */
    static String newStore() {
        return newStore(3).address();
    }

    /** A new store on the shared server. */
    static NewStore newStore(int shards) {
        String prefix = "s" + STORES.incrementAndGet();
        return new NewStore(
                shared().address(prefix, "?shards=" + shards),
                shared().folder().resolve("data/jetstream/$G/streams").resolve(prefix + "-00"));
    }

    /**
     * A store and where the server keeps it.
     *
     * @param folder the folder of its first shard
     */
    record NewStore(String address, Path folder) {}

    /** The address of a store on this server. */
    String address(String prefix, String options) {
        return "nats://127.0.0.1:" + port + "/" + prefix + options;
    }

    /**
     * A place in a folder that tells a process of a test where the store is: the port of the shared server and the
     * prefix of the store.
     */
    static Path place(Path folder) {
        LocalServer server = shared();
        try {
            return Files.createDirectories(folder.resolve(Integer.toString(server.port)))
                    .resolve("p" + folder.getFileName().toString().replaceAll("\\W", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The store at such a place, of one shard: the suites of processes look at the feed of shard 0 alone. */
    static CommitLog at(Path place) {
        Path port = Objects.requireNonNull(place.getParent()).getFileName();
        String prefix = place.getFileName().toString().replaceAll("\\W", "");
        return NatsStore.open("nats://127.0.0.1:" + port + "/" + prefix + "?shards=1");
    }

    int port() {
        return port;
    }

    String monitor() {
        return "http://127.0.0.1:" + monitorPort;
    }

    Path folder() {
        return folder;
    }

    /** Writes the configuration: what JetStream is told, and what else. */
    void configure(String jetStream, String more) {
        String text = """
            server_name: %s
            listen: "127.0.0.1:%d"
            http: "127.0.0.1:%d"
            jetstream { store_dir: "%s", %s }
            %s
            """.formatted(folder.getFileName(), port, monitorPort, folder.resolve("data"), jetStream, more);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("server.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        try {
            process = new ProcessBuilder(
                            ServerBinary.require().toString(),
                            "-c",
                            folder.resolve("server.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("server.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitPort();
    }

    private void awaitPort() {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("the server did not start; see " + folder.resolve("server.log"));
    }

    ProcessHandle process() {
        if (process == null) {
            throw new IllegalStateException("the server was not started");
        }
        return process.toHandle();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        kill();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
