package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.StoreUnavailableException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the servers, which is made again when it breaks, and requests over it. The client library gives up
 * when its thread is interrupted, and a commit must be carried out all the same: so calls are made with the interrupt
 * set aside. Safe for use by many threads.
 */
final class ServerLink implements AutoCloseable {
    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 100;
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    /** What servers answer while their cluster has no leader: unavailable for the moment, or a stream offline. */
    private static final Set<Integer> PASSING_ERRORS = Set.of(10008, 10118);

    private final Connection connection;
    private final ReadWriteLock underWay = new ReentrantReadWriteLock();
    private final Duration patience;
    private volatile boolean closed;

    private ServerLink(Connection connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /** What becomes of a request that is made once. */
    sealed interface Answer {
        /** It was answered. */
        record Given(Message message) implements Answer {}

        /** It certainly did not reach a server that could carry it out. */
        record NotDelivered(Exception cause) implements Answer {}

        /** It is unknown whether it was carried out. */
        record Missing(Exception cause) implements Answer {}
    }

    static ServerLink connect(NatsAddress address) {
        Options.Builder options = new Options.Builder()
                .servers(address.servers().toArray(String[]::new))
                .connectionName("holdfast")
                .connectionTimeout(address.options().patience())
                .maxReconnects(-1)
                .reconnectWait(RECONNECT_PAUSE)
                .pingInterval(PING_INTERVAL)
                .reconnectBufferSize(0)
                .reportNoResponders()
                .errorListener(new ErrorListener() {});
        NatsAddress.Login login = address.login();
        String user = login == null ? null : login.user();
        if (login != null && user != null) {
            options.userInfo(user.toCharArray(), login.secret().toCharArray());
        } else if (login != null) {
            options.token(login.secret().toCharArray());
        }
        try {
            return new ServerLink(
                    Nats.connect(options.build()), address.options().patience());
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw StoreUnavailableException.unusable(
                    "no server at " + String.join(", ", address.servers()) + " could be reached", io(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreUnavailableException.busy("a server");
        }
    }

    private static IOException io(Exception e) {
        return e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }

    Connection connection() {
        return connection;
    }

    Duration patience() {
        return patience;
    }

    /** Does work that makes requests, to its end even if the thread is interrupted, and before the link is closed. */
    <T extends @Nullable Object> T call(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        underWay.readLock().lock();
        try {
            requireOpen();
            return work.get();
        } finally {
            underWay.readLock().unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void requireOpen() {
        if (closed) {
            throw StoreUnavailableException.closed();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Sends a request; its answer may never come. Fails at once while there is no connection. */
    CompletableFuture<Message> send(String subject, @Nullable Headers headers, byte[] body) {
        try {
            return aside(() -> connection.request(subject, headers, body));
        } catch (IllegalStateException e) {
            return notSent(e);
        }
    }

    /**
     * Sends what has no answer.
     *
     * @throws IllegalStateException if there is no connection
     */
    void publish(String subject, Headers headers, byte[] body) {
        aside(() -> {
            connection.publish(subject, headers, body);
            return true;
        });
    }

    /**
     * Sends a request that may be repeated. The library drops what it sends for a thread that is interrupted in the
     * midst of it, and does not say so: then it is sent again.
     */
    CompletableFuture<Message> sendRepeatable(String subject, byte[] body) {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                CompletableFuture<Message> sent = send(subject, null, body);
                if (!Thread.interrupted()) {
                    return sent;
                }
                interrupted = true;
                sent.cancel(false);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The library sends nothing for a thread that is interrupted. */
    private static <T> T aside(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The answer to a request that could not be sent. */
    static CompletableFuture<Message> notSent(IllegalStateException cause) {
        return CompletableFuture.failedFuture(new NotSentException(cause));
    }

    /** The connection is broken, so that nothing was sent. */
    private static final class NotSentException extends Exception {
        private static final long serialVersionUID = 1L;

        NotSentException(Exception cause) {
            super("there is no connection to a server", cause);
        }
    }

    /** Waits for the answer to a request, even if interrupted. */
    static Answer await(CompletableFuture<Message> request, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return new Answer.Given(
                            request.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            return failure(e);
        } catch (TimeoutException | CancellationException e) {
            request.cancel(false);
            return new Answer.Missing(new IOException("no server answered in time", e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Answer failure(ExecutionException e) {
        Exception cause = e.getCause() instanceof Exception known ? known : e;
        boolean undelivered = cause instanceof JetStreamStatusException || cause instanceof NotSentException;
        return undelivered ? new Answer.NotDelivered(cause) : new Answer.Missing(cause);
    }

    /**
     * Makes a request that may be repeated, until it is answered.
     *
     * @throws StoreUnavailableException if it is not answered in time
     */
    Message ask(String subject, byte[] body) {
        return ask(subject, body, sendRepeatable(subject, body));
    }

    /** The same for a request that was sent once already. */
    Message ask(String subject, byte[] body, CompletableFuture<Message> first) {
        long deadline = System.nanoTime() + patience.toNanos();
        CompletableFuture<Message> request = first;
        while (true) {
            Answer answer = await(request, ONE_TRY);
            if (answer instanceof Answer.Given(Message message) && !isPassing(message)) {
                return message;
            } else if (System.nanoTime() - deadline > 0) {
                throw unavailable(answer);
            }
            pause();
            request = sendRepeatable(subject, body);
        }
    }

    private static boolean isPassing(Message message) {
        return PASSING_ERRORS.contains(ServerAnswer.errorCode(message));
    }

    private static StoreUnavailableException unavailable(Answer answer) {
        return switch (answer) {
            case Answer.NotDelivered(Exception cause) -> StoreUnavailableException.failed("asking the servers", cause);
            case Answer.Missing(Exception cause) -> StoreUnavailableException.failed("asking the servers", cause);
            case Answer.Given given -> StoreUnavailableException.busy("a leader of the stream");
        };
    }

    /** A moment before the next try. */
    void pause() {
        requireOpen();
        boolean interrupted = Thread.interrupted();
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        close(() -> {});
    }

    /**
     * Waits for the calls under way, and ends the connection.
     *
     * @param wake lets calls know that wait for something else
     */
    void close(Runnable wake) {
        closed = true;
        wake.run();
        boolean interrupted = Thread.interrupted();
        underWay.writeLock().lock();
        try {
            connection.close();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            underWay.writeLock().unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
