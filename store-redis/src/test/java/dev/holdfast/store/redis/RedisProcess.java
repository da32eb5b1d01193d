package dev.holdfast.store.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.Kill;
import dev.holdfast.testkit.log.ServerWatch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/**
 * A real server on loopback, with a folder of its own. Its program is what {@code -Dholdfast.redis.server} names, else
 * {@code redis-server} or {@code valkey-server} on the path, else the one of embedded-redis.
 */
final class RedisProcess implements AutoCloseable {
    /** What makes a server as durable as a store can be. */
    static final List<String> DURABLE = List.of(
            "--appendonly", "yes", "--appendfsync", "always", "--no-appendfsync-on-rewrite", "no", "--save", "");

    /** A file system in memory, where a sync costs nothing. No test here cuts the power. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static @Nullable RedisProcess shared;

    private final Path folder;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisProcess(Path folder, int port, List<String> options) {
        this.folder = folder;
        this.port = port;
        this.options = options;
        this.process = launch();
    }

    /** One durable server for all tests of this process that need no other. */
    static synchronized RedisProcess shared() {
        RedisProcess server = shared;
        if (server == null) {
            server = start(DURABLE);
            shared = server;
            ServerWatch.over(server.process.pid(), server.folder);
        }
        return server;
    }

    /** Starts a server; a test is skipped, and says so, where there is none. */
    static RedisProcess start(List<String> options) {
        try {
            Path folder = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "holdfast-redis")
                    : Files.createTempDirectory("holdfast-redis");
            return new RedisProcess(folder, freePort(), List.copyOf(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a store that is not there yet. */
    String newStore() {
        return store("t" + UUID.randomUUID());
    }

    String store(String prefix) {
        return "redis://127.0.0.1:" + port + "/?prefix=" + prefix;
    }

    /** A place in a folder that tells a process of a test where the store is: {@code PORT/PREFIX}. */
    Path place(Path folder) {
        try {
            return Files.createDirectories(folder.resolve(Integer.toString(port)))
                    .resolve("t" + folder.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The store at such a place. */
    static CommitLog at(Path place) {
        Path port = Objects.requireNonNull(place.getParent()).getFileName();
        return RedisStore.open("redis://127.0.0.1:" + port + "/?prefix=" + place.getFileName());
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        Kill.one(process.toHandle());
    }

    /** Starts it again on what it has on its disk. */
    void restart() {
        process = launch();
    }

    /** A connection to do what an operator does. */
    Connection connect() {
        return new Connection("127.0.0.1", port);
    }

    /** Whether any of its files has a text. */
    boolean holds(String text) {
        return files().stream().anyMatch(file -> new String(file, StandardCharsets.ISO_8859_1).contains(text));
    }

    /** The content of all its files. */
    List<byte[]> files() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<byte[]> contents = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readAllBytes(file));
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                program(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", folder.toString()));
        command.addAll(options);
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.out").toFile())
                    .start();
            awaitAnswer(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer(Process started) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline && started.isAlive()) {
            try (Connection connection = connect()) {
                if (connection.ping()) {
                    return;
                }
            } catch (JedisException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        throw new IllegalStateException("no server: " + Files.readString(folder.resolve("server.out")));
    }

    private static String program() {
        String named = System.getProperty("holdfast.redis.server");
        if (named != null) {
            return named;
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String name : List.of("redis-server", "valkey-server")) {
                if (Files.isExecutable(Path.of(folder, name))) {
                    return Path.of(folder, name).toString();
                }
            }
        }
        try {
            return ExecutableProvider.newJarResourceProvider().get().toString();
        } catch (IOException | RuntimeException e) {
            assumeTrue(false, "there is no program of a Redis server for this machine: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
