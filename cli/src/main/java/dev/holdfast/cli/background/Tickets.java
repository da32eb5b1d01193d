package dev.holdfast.cli.background;

import dev.holdfast.engine.local.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The tickets that lie ready in a folder; each that is used is replaced. Thread-safe. */
final class Tickets {
    /** As many callers may come at the same moment without two of them often taking the same one. */
    private static final int READY = 16;

    private final Path folder;
    private final int port;
    private final Map<String, Ticket> valid = new ConcurrentHashMap<>();

    /** Held while tickets are laid ready or withdrawn. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean withdrawn;

    private Tickets(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static Tickets issue(Path folder, int port) throws IOException {
        Tickets tickets = new Tickets(folder, port);
        for (int i = 0; i < READY; i++) {
            tickets.add();
        }
        return tickets;
    }

    /** The ticket of that name, which is worth nothing from now on and is to be replaced; empty if there is none. */
    Optional<Ticket> take(String name) throws IOException {
        Ticket ticket = valid.get(name);
        if (ticket == null || !Files.deleteIfExists(file(ticket))) {
            return Optional.empty(); // Its file is gone, by which a second caller sees that another was faster.
        }
        valid.remove(name);
        return Optional.of(ticket);
    }

    /** Lets no caller in any more. */
    void withdraw() throws IOException {
        lock.lock();
        try {
            withdrawn = true;
            for (Ticket ticket : valid.values()) {
                Files.deleteIfExists(file(ticket));
            }
            valid.clear();
        } finally {
            lock.unlock();
        }
    }

    /** One more, unless all were withdrawn. */
    void add() throws IOException {
        lock.lock();
        try {
            if (!withdrawn) {
                lay(Ticket.issue(port));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The texts of the tickets in a folder, whichever process issued them. */
    static List<Ticket> in(Path folder) throws IOException {
        List<Ticket> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, Ticket.PREFIX + "*")) {
            for (Path file : files) {
                read(file).flatMap(Ticket::parse).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<String> read(Path file) {
        try {
            PrivateFiles.requireOwn(file);
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty(); // used by another caller meanwhile
        }
    }

    /** Written under another name first: a caller finds all of it or nothing. */
    private void lay(Ticket ticket) throws IOException {
        valid.put(ticket.name(), ticket);
        Path draft = folder.resolve("draft-" + ticket.name());
        try (FileChannel file = PrivateFiles.replace(draft)) {
            file.write(ByteBuffer.wrap(ticket.text().getBytes(StandardCharsets.US_ASCII)));
        }
        Files.move(draft, file(ticket), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(Ticket ticket) {
        return folder.resolve(Ticket.PREFIX + ticket.name());
    }
}
