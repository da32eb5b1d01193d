package dev.holdfast.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and a server on this machine, and cuts the connection over which a given word is sent. The
 * word must fit into one packet, as must the request that it is in.
 */
final class CuttingProxy implements AutoCloseable {
    private static final int PACKET = 1 << 16;

    private final ServerSocket entrance;
    private final int server;
    private final AtomicReference<Cut> armed = new AtomicReference<>(new Cut("", When.NEVER));
    private final AtomicInteger cuts = new AtomicInteger();

    /** When to cut. */
    enum When {
        NEVER,
        /** The server gets nothing. */
        BEFORE_THE_REQUEST,
        /** The server gets the request, and may or may not find the client gone before it carries it out. */
        AFTER_THE_REQUEST,
        /** The server has carried out the request, and the client gets no answer. */
        BEFORE_THE_ANSWER
    }

    private record Cut(String word, When when) {}

    CuttingProxy(int server) throws IOException {
        this.server = server;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** How many connections were cut. */
    int cuts() {
        return cuts.get();
    }

    /** Cuts the next connection over which the word is sent. */
    void arm(String word, When when) {
        armed.set(new Cut(word, when));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                Pair pair = new Pair(client, behind);
                Thread.ofPlatform().daemon().start(() -> pair.pump(client, behind, true));
                Thread.ofPlatform().daemon().start(() -> pair.pump(behind, client, false));
            }
        } catch (IOException e) {
            // The proxy was closed.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }

    /** The two sides of one connection. */
    private final class Pair {
        private final Socket client;
        private final Socket behind;
        private volatile boolean silent;

        private Pair(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        private void pump(Socket from, Socket to, boolean requests) {
            byte[] packet = new byte[PACKET];
            try (from;
                    to;
                    InputStream input = from.getInputStream();
                    OutputStream output = to.getOutputStream()) {
                for (int length = input.read(packet); length >= 0; length = input.read(packet)) {
                    When when = requests ? taken(packet, length) : When.NEVER;
                    // Before the request goes on: else an answer could be quicker than the cut.
                    silent |= when == When.AFTER_THE_REQUEST || when == When.BEFORE_THE_ANSWER;
                    boolean cut = when == When.BEFORE_THE_REQUEST || (!requests && silent);
                    if (!cut) {
                        output.write(packet, 0, length);
                    }
                    if (cut || when == When.AFTER_THE_REQUEST) {
                        client.close();
                        behind.close();
                        return;
                    }
                }
            } catch (IOException e) {
                // One side has gone, so the other goes too.
            }
        }

        private When taken(byte[] packet, int length) {
            Cut cut = armed.get();
            boolean here = cut.when() != When.NEVER
                    && new String(packet, 0, length, StandardCharsets.ISO_8859_1).contains(cut.word())
                    && armed.compareAndSet(cut, new Cut("", When.NEVER));
            if (here) {
                cuts.incrementAndGet();
            }
            return here ? cut.when() : When.NEVER;
        }
    }
}
