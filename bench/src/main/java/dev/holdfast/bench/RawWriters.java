package dev.holdfast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** Many threads that hand rows to one writer and wait until they are durable: the least that any store must do. */
final class RawWriters implements AutoCloseable {
    private static final int LARGEST_GROUP = 512;

    private final Raw raw;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread thread;

    private record Waiting(Raw.Row row, CompletableFuture<Boolean> done) {}

    RawWriters(Raw raw) {
        this.raw = raw;
        this.thread = Thread.ofPlatform().name("raw-writer").daemon().start(this::run);
    }

    /** Returns once the row is durable. */
    void append(Raw.Row row) {
        var waiting = new Waiting(row, new CompletableFuture<>());
        queue.add(waiting);
        waiting.done.join();
    }

    private void run() {
        try {
            while (true) {
                List<Waiting> group = new ArrayList<>();
                group.add(queue.take());
                queue.drainTo(group, LARGEST_GROUP - 1);
                commit(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(List<Waiting> group) {
        try {
            raw.append(group.stream().map(Waiting::row).toList());
            group.forEach(waiting -> waiting.done.complete(true));
        } catch (IOException e) {
            group.forEach(waiting -> waiting.done.completeExceptionally(e));
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        raw.close();
    }
}
