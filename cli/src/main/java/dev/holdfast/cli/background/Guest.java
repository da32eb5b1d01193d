package dev.holdfast.cli.background;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A caller that was let in. What it wants is answered by {@link #answer}, or served by {@link #attend}. Its streams are
 * for one thread each.
 */
public final class Guest implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Hello hello;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final SecondConnections waiting;
    private final String key = Secret.next();
    private volatile @Nullable Socket second;

    Guest(Hello hello, Socket socket, InputStream in, SecondConnections waiting, String mark) throws IOException {
        this.hello = hello;
        this.socket = socket;
        this.in = new MarkedInput(in, mark);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        this.waiting = waiting;
    }

    /** What it wants. */
    public Hello hello() {
        return hello;
    }

    /** What it sends; ends at the mark, or when it is gone. */
    public InputStream in() {
        return in;
    }

    /** What it is sent. */
    public OutputStream out() {
        return out;
    }

    /** Sends one line; the caller may be gone. */
    public void answer(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Tells the caller to serve in a process of its own, since this one cannot. */
    public void decline() throws IOException {
        answer("own");
    }

    /**
     * Tells the caller that it is served, and waits until it attaches a second connection. When that one ends, the
     * caller is gone, whatever is left of it.
     *
     * @return what goes to the caller's standard error
     * @throws IOException if it is gone, or attaches none in a few seconds
     */
    public PrintStream attend() throws IOException, InterruptedException {
        Future<Socket> attached = waiting.expect(key);
        try {
            answer("serve " + key);
            Socket other = attached.get(Door.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            second = other;
            Thread.ofVirtual().name("holdfast-shim-watch").start(() -> watch(other));
            return new PrintStream(new BufferedOutputStream(other.getOutputStream()), true, StandardCharsets.UTF_8);
        } catch (ExecutionException | TimeoutException e) {
            if (!attached.cancel(false)) {
                Door.close(attached.resultNow()); // just too late
            }
            throw new IOException("the caller attached no second connection", e);
        } finally {
            waiting.forget(key);
        }
    }

    /** Ends what it sends, so that it is served to the end. */
    public void endInput() {
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    /** Tells the caller that it has been sent all, and the exit code. */
    public void finish(int code) throws IOException {
        hangUp();
        Socket other = second;
        if (other != null) {
            // The key tells this line from all that a command may print.
            other.getOutputStream().write((key + " " + code + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * Ends what the caller is sent, and closes the connection; without {@link #finish} it knows that this was not all.
     * What the caller sends is read to its end first: where something comes later, the system on the caller's side
     * throws away what it has not read yet.
     */
    public void hangUp() throws IOException {
        out.flush();
        socket.shutdownOutput();
        socket.setSoTimeout((int) Door.PATIENCE.toMillis());
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            // It does not close its end, and has had time to read.
        } finally {
            socket.close();
        }
    }

    @Override
    public void close() {
        Door.close(socket);
        Door.close(second);
    }

    private void watch(Socket other) {
        try {
            while (other.getInputStream().read() >= 0) {
                // It says nothing there.
            }
        } catch (IOException e) {
            // It is gone.
        }
        close();
    }
}
