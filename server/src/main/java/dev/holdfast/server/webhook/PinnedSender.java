package dev.holdfast.server.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends POST requests to addresses that strangers chose. The host is resolved, all of its addresses are checked, and
 * the connection goes to one of these, so that a name which resolves to another address a moment later gains nothing;
 * name and certificate are still those of the host. No redirect is followed, no proxy is used, a connection serves one
 * request, and what is read is bounded. {@code java.net.http} resolves by itself and cannot be pinned, therefore this
 * speaks HTTP/1.1 on sockets.
 */
final class PinnedSender implements AutoCloseable {
    private static final int MOST_ADDRESSES = 3;

    private final AddressRule rule;
    private final HostResolver resolver;
    private final SSLSocketFactory tls;
    private final Duration timeout;
    private final InstantSource clock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("holdfast-webhook-timeouts").factory());
    private volatile boolean closed;

    /** @param timeout how long a request may take, from the first look at its name on */
    PinnedSender(AddressRule rule, HostResolver resolver, SSLSocketFactory tls, Duration timeout, InstantSource clock) {
        this.rule = rule;
        this.resolver = resolver;
        this.tls = tls;
        this.timeout = timeout;
        this.clock = clock;
        watch.setRemoveOnCancelPolicy(true);
    }

    /**
     * Sends one request and waits for the answer.
     *
     * @param mostBody how much of the body of a success is read
     */
    HttpAnswer post(URI url, Map<String, String> headers, byte[] body, int mostBody) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        List<InetAddress> addresses;
        try {
            addresses = checked(url);
        } catch (UnknownHostException e) {
            return new HttpAnswer.Failed(Trouble.CONNECTION_REFUSED);
        }
        HttpAnswer answer = new HttpAnswer.Failed(Trouble.CONNECTION_REFUSED);
        for (InetAddress address : addresses) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return new HttpAnswer.Failed(Trouble.TIMEOUT);
            }
            answer = new Exchange(url, left).run(address, request(url, headers, body), mostBody);
            if (!(answer instanceof HttpAnswer.Failed failed) || failed.why() != Trouble.CONNECTION_REFUSED) {
                return answer;
            }
        }
        return answer;
    }

    /** The addresses of a host, if all of them may be sent to: one that mixes them is up to something. */
    private List<InetAddress> checked(URI url) throws UnknownHostException, InterruptedException {
        if (url.getHost() == null) {
            throw new UnknownHostException("there is no host"); // which would resolve to this machine
        }
        List<InetAddress> found = resolver.resolve(url.getHost(), timeout);
        boolean plain = !isSecure(url);
        for (InetAddress address : found) {
            if (!rule.admits(address) || (plain && !address.isLoopbackAddress())) {
                throw new UnknownHostException("the address may not be sent to");
            }
        }
        return found.stream().limit(MOST_ADDRESSES).toList();
    }

    private static boolean isSecure(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private static int port(URI url) {
        return url.getPort() > 0 ? url.getPort() : isSecure(url) ? 443 : 80;
    }

    private static byte[] request(URI url, Map<String, String> headers, byte[] body) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
        head.append("Host: ").append(url.getHost()).append(url.getPort() > 0 ? ":" + url.getPort() : "");
        head.append("\r\nConnection: close\r\nContent-Length: ").append(body.length);
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        head.append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /** One connection. Whatever the other side does, it is cut when its time is over. */
    private final class Exchange {
        private final URI url;
        private final long nanos;
        private final AtomicBoolean late = new AtomicBoolean();

        private Exchange(URI url, long nanos) {
            this.url = url;
            this.nanos = nanos;
        }

        HttpAnswer run(InetAddress address, byte[] request, int mostBody) throws InterruptedException {
            try (Socket socket = new Socket(Proxy.NO_PROXY)) {
                open.add(socket);
                ScheduledFuture<?> cut = watch.schedule(() -> cut(socket), nanos, TimeUnit.NANOSECONDS);
                try {
                    return closed ? new HttpAnswer.Failed(Trouble.TIMEOUT) : on(socket, address, request, mostBody);
                } finally {
                    cut.cancel(false);
                    open.remove(socket);
                }
            } catch (SSLException e) {
                return failed(Trouble.TLS_ERROR);
            } catch (ConnectException | RejectedExecutionException e) {
                return failed(Trouble.CONNECTION_REFUSED);
            } catch (IOException e) {
                return failed(Trouble.HTTP_5XX);
            }
        }

        private HttpAnswer failed(Trouble why) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return new HttpAnswer.Failed(late.get() ? Trouble.TIMEOUT : why);
        }

        private void cut(Socket socket) {
            late.set(true);
            disconnect(socket);
        }

        private HttpAnswer on(Socket socket, InetAddress address, byte[] request, int mostBody) throws IOException {
            try {
                socket.connect(new InetSocketAddress(address, port(url)));
            } catch (IOException e) {
                throw (ConnectException) new ConnectException("no connection").initCause(e);
            }
            socket.setTcpNoDelay(true);
            Socket secure = isSecure(url) ? secured(socket) : socket;
            OutputStream out = secure.getOutputStream();
            out.write(request);
            out.flush();
            return new HttpAnswerReader(secure.getInputStream()).read(mostBody, clock.instant());
        }

        /** TLS for the name of the host, whichever address it was resolved to. Closed with the socket below it. */
        private SSLSocket secured(Socket socket) throws IOException {
            String host = url.getHost();
            String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            SSLSocket secure = (SSLSocket) tls.createSocket(socket, name, port(url), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return secure;
        }
    }

    private static void disconnect(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
    }

    /** Cuts the requests that are on their way; later ones fail. */
    @Override
    public void close() {
        closed = true;
        open.forEach(PinnedSender::disconnect);
        watch.shutdownNow();
    }
}
