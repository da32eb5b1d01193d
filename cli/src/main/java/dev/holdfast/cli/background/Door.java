package dev.holdfast.cli.background;

import dev.holdfast.engine.local.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the process is called: a port of the loopback interface, with tickets in a folder that only the user can read.
 * Each caller has a few seconds to show that it is the user; of those who have not yet, the eldest gives way.
 */
public final class Door implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** More hosts than a user starts; each has two connections. */
    static final int MOST_GUESTS = 256;

    private static final System.Logger LOGGER = System.getLogger(Door.class.getName());
    private static final int BACKLOG = 256;
    private static final int LONGEST_NAME = 64;
    private static final int PAUSE_MS = 50;

    /** What is done for callers. Thread-safe. */
    public interface Reception {
        /** Whether new callers may come in. */
        boolean isOpen();

        /** Serves a caller until it is done; the caller's connections are closed afterwards. */
        void receive(Guest guest) throws IOException, InterruptedException;
    }

    private final Reception reception;
    private final ServerSocket listener;
    private final Tickets tickets;
    private final String mark;
    private final SecondConnections waiting = new SecondConnections();
    private final Strangers strangers = new Strangers(PATIENCE);
    private final AtomicInteger guests = new AtomicInteger();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("holdfast-guest-", 0).factory());

    private Door(Reception reception, ServerSocket listener, Tickets tickets, String mark) {
        this.reception = reception;
        this.listener = listener;
        this.tickets = tickets;
        this.mark = mark;
    }

    /** Opens one with its tickets in that folder. */
    public static Door open(Path folder, Reception reception) throws IOException {
        ServerSocket listener = new ServerSocket();
        boolean open = false;
        try {
            listener.bind(new InetSocketAddress(loopback(), 0), BACKLOG);
            String mark = "end of input " + Secret.next();
            writeMark(folder.resolve("end"), mark);
            Tickets tickets = Tickets.issue(folder, listener.getLocalPort());
            Files.deleteIfExists(folder.resolve(RunFolder.STARTING));
            Door door = new Door(reception, listener, tickets, mark);
            Thread.ofPlatform().daemon().name("holdfast-door").start(door::accept);
            open = true;
            return door;
        } finally {
            if (!open) {
                listener.close();
            }
        }
    }

    /** Lets no caller in any more; those that are in are served to the end. */
    public void shut() {
        try {
            tickets.withdraw();
            listener.close();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "Some tickets are left behind: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        shut();
        strangers.close();
        threads.shutdownNow();
    }

    /** The line that ends a caller's input; the line before it may lack its end. */
    private static void writeMark(Path file, String mark) throws IOException {
        try (FileChannel channel = PrivateFiles.replace(file)) {
            channel.write(ByteBuffer.wrap(("\n" + mark + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                strangers.admit(socket);
                threads.execute(() -> meet(socket));
            } catch (IOException | RejectedExecutionException e) {
                if (!listener.isClosed()) {
                    LOGGER.log(System.Logger.Level.WARNING, "A connection was not accepted: " + e.getMessage());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void meet(Socket socket) {
        boolean attached = false;
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String name = name(in);
            attached = waiting.attach(name, socket);
            if (!attached && reception.isOpen()) {
                Optional<Ticket> ticket = tickets.take(name);
                if (ticket.isPresent()) {
                    greet(ticket.get(), socket, in);
                }
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "A caller is gone: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            strangers.forget(socket);
            if (!attached) {
                close(socket);
            }
        }
    }

    private void greet(Ticket ticket, Socket socket, InputStream in) throws IOException, InterruptedException {
        socket.getOutputStream().write((ticket.proof() + "\n").getBytes(StandardCharsets.US_ASCII));
        tickets.add();
        byte[] token = Hello.text(in).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(token, ticket.token().getBytes(StandardCharsets.UTF_8))) {
            return;
        }
        Hello hello = Hello.read(in);
        strangers.forget(socket);
        try (Guest guest = new Guest(hello, socket, in, waiting, mark)) {
            if (guests.incrementAndGet() > MOST_GUESTS) {
                guest.decline();
            } else {
                reception.receive(guest);
            }
        } finally {
            guests.decrementAndGet();
        }
    }

    private static String name(InputStream in) throws IOException {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || name.size() == LONGEST_NAME) {
                throw new EOFException("it said no name");
            }
            name.write(b);
        }
        return name.toString(StandardCharsets.UTF_8);
    }

    /** Of IPv4, whatever the system prefers: the shim knows no other. */
    static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    static void close(@Nullable Closeable connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "Closing a connection failed: " + e.getMessage());
        }
    }
}
