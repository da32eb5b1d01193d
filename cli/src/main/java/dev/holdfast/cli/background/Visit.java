package dev.holdfast.cli.background;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A call at the process of a folder, as the shim makes it. For one thread. */
public final class Visit implements AutoCloseable {
    private static final int PATIENCE_MS = 5_000;

    private final Socket socket;

    private Visit(Socket socket) {
        this.socket = socket;
    }

    /** Calls at the process of that folder; empty if there is none. */
    public static Optional<Visit> at(Path folder, Hello hello) throws IOException {
        for (Ticket ticket : Tickets.in(folder)) {
            Optional<Visit> visit = with(ticket, hello);
            if (visit.isPresent()) {
                return visit;
            }
        }
        return Optional.empty();
    }

    /** What it answers, up to its end. */
    public String answer() throws IOException {
        return new String(in().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Where the process listens. */
    public int port() {
        return socket.getPort();
    }

    /** What the process sends. */
    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** What the process is sent. */
    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() {
        Door.close(socket);
    }

    static Optional<Visit> with(Ticket ticket, Hello hello) throws IOException {
        Socket socket = new Socket();
        boolean served = false;
        try {
            socket.connect(new InetSocketAddress(Door.loopback(), ticket.port()), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            out.write((ticket.name() + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String proof = new String(
                    socket.getInputStream().readNBytes(ticket.proof().length() + 1), StandardCharsets.US_ASCII);
            if (!proof.equals(ticket.proof() + "\n")) {
                return Optional.empty(); // used meanwhile, or another program listens there
            }
            out.write((ticket.token() + "\0").getBytes(StandardCharsets.US_ASCII));
            hello.write(out);
            socket.setSoTimeout(0);
            served = true;
            return Optional.of(new Visit(socket));
        } catch (SocketException | SocketTimeoutException e) {
            return Optional.empty();
        } finally {
            if (!served) {
                socket.close();
            }
        }
    }
}
