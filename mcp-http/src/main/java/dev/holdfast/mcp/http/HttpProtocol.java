package dev.holdfast.mcp.http;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.context.Context;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * HTTP/1.1 as the web server speaks it, over connections that this module accepts itself: the web server's own listener
 * ends for good when the process has no file descriptor left. Thread-safe.
 */
final class HttpProtocol implements ListenerContext {
    private static final SparseLog FAILURES = new SparseLog("A connection failed unexpectedly");

    private final Context context = Context.create();
    private final MediaContext media = MediaContext.create();
    private final ContentEncodingContext encodings = ContentEncodingContext.create();
    private final DirectHandlers refusals = DirectHandlers.create();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Limit unlimited = FixedLimit.create();
    private final ListenerConfig config;
    private final Router router;
    private final ServerConnectionSelector http;

    /** Chunks announce their lengths too; the web server's own limit refuses an oversized one before it is buffered. */
    @SuppressWarnings("removal") // of the setting, once the web server leaves it to others to look at Host
    HttpProtocol(HttpRouting.Builder routing, int maxBodyBytes) {
        this.router = Router.builder().addRouting(routing).build();
        this.config = ListenerConfig.builder().maxPayloadSize(maxBodyBytes).build();
        this.http = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .sendKeepAliveHeader(false)
                        .validateRequestHostHeader(false) // HostGuard does, and knows who may leave it out
                        .log(log -> log.sendLog(false).receiveLog(false))
                        .addReceiveListener(new HeadEnd(new BodyLimit(maxBodyBytes)))
                        .build())
                .build();
        router.beforeStart();
    }

    /** Tells a connection that the head of a request has been read. Of several listeners, the web server calls none. */
    private static final class HeadEnd implements Http1ConnectionListener {
        /** A shorter body that a refused request leaves unread is read over, and the connection stays. */
        private static final long SHORT_BODY = 64 << 10;

        private final BodyLimit limit;

        private HeadEnd(BodyLimit limit) {
            this.limit = limit;
        }

        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (context instanceof HttpConnection connection) {
                connection.headEnds(isLong(headers));
            }
            limit.headers(context, headers);
        }

        private static boolean isLong(Headers headers) {
            if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
                return true;
            }
            try {
                return headers.contentLength().orElse(0) > SHORT_BODY;
            } catch (IllegalArgumentException e) {
                return true; // the web server refuses it
            }
        }
    }

    /** Answers the requests of a connection until one side ends it. Never throws what a client can cause. */
    void serve(HttpConnection connection) {
        try {
            http.connection(connection).handle(unlimited);
        } catch (CloseConnectionException | UncheckedIOException e) {
            // one side has ended the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            FAILURES.add(e.getClass().getName());
        }
    }

    /** Ends what the protocol holds. */
    void close() {
        router.afterStop();
        executor.shutdownNow();
    }

    Router router() {
        return router;
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public MediaContext mediaContext() {
        return media;
    }

    @Override
    public ContentEncodingContext contentEncodingContext() {
        return encodings;
    }

    @Override
    public DirectHandlers directHandlers() {
        return refusals;
    }

    @Override
    public ListenerConfig config() {
        return config;
    }

    @Override
    public ExecutorService executor() {
        return executor;
    }
}
