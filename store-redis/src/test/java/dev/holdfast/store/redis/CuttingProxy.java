package dev.holdfast.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server, and cuts connections: most after the server has answered, some before. */
final class CuttingProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Random random;
    private final int serverPort;
    private volatile int oneIn;

    CuttingProxy(int serverPort, long seed) throws IOException {
        this.serverPort = serverPort;
        this.random = new Random(seed);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on cuts one in so many of what passes; 0 for none. */
    void cut(int oneInSoMany) {
        oneIn = oneInSoMany;
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                open.add(client);
                open.add(server);
                Thread.ofPlatform().daemon().start(() -> pass(client, server, 4));
                Thread.ofPlatform().daemon().start(() -> pass(server, client, 1));
            }
        } catch (IOException e) {
            close();
        }
    }

    /** @param rarer how many times rarer this direction is cut */
    private void pass(Socket from, Socket to, int rarer) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int read = input.read(buffer); read > 0; read = input.read(buffer)) {
                if (isCut(rarer)) {
                    output.write(buffer, 0, rarer == 1 ? 0 : read / 2);
                    return;
                }
                output.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side is closed, and so is the other now.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private synchronized boolean isCut(int rarer) {
        boolean cut = oneIn > 0 && random.nextInt(oneIn * rarer) == 0;
        if (cut) {
            cuts.incrementAndGet();
        }
        return cut;
    }

    @Override
    public void close() {
        stop();
    }

    /** Lets nothing pass any more. */
    void stop() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
