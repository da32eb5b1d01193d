package dev.holdfast.mcp.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A connection between a client and a server in one process: what one writes the other reads. */
final class Pipe implements AutoCloseable {
    private final Socket client;
    private final Socket server;

    Pipe() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(listening.getInetAddress(), listening.getLocalPort());
            server = listening.accept();
        }
    }

    InputStream clientIn() throws IOException {
        return client.getInputStream();
    }

    OutputStream clientOut() throws IOException {
        return client.getOutputStream();
    }

    InputStream serverIn() throws IOException {
        return server.getInputStream();
    }

    OutputStream serverOut() throws IOException {
        return server.getOutputStream();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
