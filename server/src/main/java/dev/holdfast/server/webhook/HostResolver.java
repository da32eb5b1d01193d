package dev.holdfast.server.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The addresses of a host, asked for anew for each request. */
@FunctionalInterface
interface HostResolver {
    /**
     * The addresses, in the order they are to be tried.
     *
     * @throws UnknownHostException if there are none, or not in time
     */
    List<InetAddress> resolve(String host, Duration longest) throws UnknownHostException, InterruptedException;

    /** That of the system. Its calls are native, so they take threads of their own; a slow one is not waited for. */
    static HostResolver system() {
        ThreadFactory threads =
                Thread.ofPlatform().daemon().name("holdfast-webhook-names-", 0).factory();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(0, 64, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        return (host, longest) -> {
            try {
                Future<List<InetAddress>> asked = pool.submit(() -> List.of(InetAddress.getAllByName(host)));
                return asked.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
                throw new UnknownHostException("the name was not resolved");
            }
        };
    }
}
