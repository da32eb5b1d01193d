package dev.holdfast.store.jdbc;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.holdfast.testkit.log.Kill;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server of its own for a test, which is killed as by {@code kill -9} and started again at the same port. */
final class KilledPostgres implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 60;

    /** Lines of the server's own lock file. */
    private static final int PORT = 3;

    private static final int SOCKET_FOLDER = 4;

    private final EmbeddedPostgres server;
    private final Path data;

    /** The command by which it was started, as it writes it down itself. */
    private final List<String> command;

    private KilledPostgres(EmbeddedPostgres server, Path data, List<String> command) {
        this.server = server;
        this.data = data;
        this.command = command;
    }

    /** Starts one; a test is skipped if that cannot be done. */
    static KilledPostgres start(Path folder) {
        Path data = folder.resolve("data");
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setServerConfig("restart_after_crash", "off")
                    .start();
            String options = Files.readString(data.resolve("postmaster.opts")).strip();
            List<String> command = new ArrayList<>();
            for (String word : options.split(" ", -1)) {
                command.add(word.replace("\"", ""));
            }
            return new KilledPostgres(server, data, command);
        } catch (IOException | RuntimeException e) {
            return abort("no PostgreSQL server can be started here: " + e);
        }
    }

    /** As another user than root, which the server demands, or in a name space where it is another. */
    boolean canBeRestarted() {
        return !isRoot() || Files.isExecutable(Path.of("/usr/bin/unshare"));
    }

    String address() {
        return "postgresql://postgres@localhost:" + server.getPort() + "/postgres?";
    }

    /** Kills the server and all its processes. */
    void kill() throws IOException {
        Path lock = data.resolve("postmaster.pid");
        List<String> lines = Files.readAllLines(lock);
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.addFirst(server);
        Kill.all(all);
        // Where the process is not collected, a new one would take it for a server that runs.
        Files.deleteIfExists(lock);
        Files.deleteIfExists(
                Path.of(lines.get(SOCKET_FOLDER), ".s.PGSQL." + lines.get(PORT).strip() + ".lock"));
    }

    /** Starts it on the same data at the same port, and waits until it answers. */
    void startAgain() throws IOException, InterruptedException {
        List<String> start = new ArrayList<>(isRoot() ? List.of("unshare", "-U") : List.of());
        start.add(command.getFirst().replaceAll("postgres$", "pg_ctl"));
        start.addAll(List.of(
                "-D",
                data.toString(),
                "-w",
                "-s",
                "-l",
                data.resolve("restart.log").toString()));
        start.addAll(List.of("-o", String.join(" ", command.subList(1, command.size())), "start"));
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Process process = new ProcessBuilder(start)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() == 0) {
                return;
            }
        }
        throw new IOException("it does not start again: " + Files.readString(data.resolve("restart.log")));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
