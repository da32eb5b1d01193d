package dev.holdfast.cli.background;

import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/** The callers that are about to attach a second connection, each by a key that it was just told. Thread-safe. */
final class SecondConnections {
    private final Map<String, CompletableFuture<Socket>> keys = new ConcurrentHashMap<>();

    Future<Socket> expect(String key) {
        CompletableFuture<Socket> attached = new CompletableFuture<>();
        keys.put(key, attached);
        return attached;
    }

    /** Hands a connection over if its key is expected, which counts once. */
    boolean attach(String key, Socket socket) {
        CompletableFuture<Socket> attached = keys.remove(key);
        return attached != null && attached.complete(socket);
    }

    void forget(String key) {
        keys.remove(key);
    }
}
