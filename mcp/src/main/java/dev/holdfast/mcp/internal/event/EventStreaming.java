package dev.holdfast.mcp.internal.event;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.EventBatch;
import dev.holdfast.mcp.EventOccurrence;
import dev.holdfast.mcp.EventPolicy;
import dev.holdfast.mcp.EventReader;
import dev.holdfast.mcp.EventRefusal;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.Message.Request;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An {@code events/stream} from its first message to its end, on one thread. Events are read as fast as the client
 * takes them, and none are kept for it: a slow client holds one batch and delays no other. Whatever happens, the client
 * hears something once in a heartbeat, with the position up to which it has all events.
 */
final class EventStreaming {
    private static final int BATCH = 100;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Call call;
    private final EventReader reader;
    private final EventFaults faults;
    private final EventMessages messages;
    private final long period;
    private final CountDownLatch ended = new CountDownLatch(1);
    private long beat = System.nanoTime();
    private @Nullable String cursor;
    private boolean failing;

    EventStreaming(EventPolicy policy, EventFaults faults, Request request, Call call, EventReader reader) {
        this.call = call;
        this.reader = reader;
        this.faults = faults;
        this.messages = new EventMessages(request.required("name"), request.id());
        this.period = policy.heartbeat().toNanos();
        this.cursor = reader.cursor();
    }

    /**
     * Sends events until the flight is asked to end, or the subscription ends.
     *
     * @throws EventRefusal if nothing was sent so far
     */
    void run() throws InterruptedException {
        EventBatch first = reader.read(BATCH);
        call.flight().onEnd(this::end);
        if (!first.truncated()) {
            send(messages.active(cursor, false));
        }
        try {
            deliver(first);
            while (ended.getCount() > 0 && !call.isCancelled()) {
                next();
            }
        } catch (EventRefusal e) {
            send(messages.terminated(faults.of(e)));
        }
    }

    private void end() {
        ended.countDown();
        reader.wake();
    }

    private void next() throws InterruptedException {
        try {
            EventBatch batch = reader.read(BATCH);
            failing = false;
            deliver(batch);
            if (!batch.more()) {
                reader.await(Duration.ofNanos(Math.max(0, beat + period - System.nanoTime())));
            }
        } catch (EventRefusal e) {
            throw e;
        } catch (RuntimeException e) {
            fail(e);
        }
        beatIfDue();
    }

    /** The client hears of it once, and that the stream lives. */
    private void fail(RuntimeException failure) throws InterruptedException {
        if (!failing) {
            Faults.log("Reading events", failure);
            send(messages.error(EventFaults.upstream()));
        }
        failing = !ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void deliver(EventBatch batch) {
        for (EventOccurrence event : batch.events()) {
            send(messages.event(event));
            cursor = event.cursor();
            beatIfDue();
        }
        cursor = batch.cursor();
        if (batch.truncated()) {
            send(messages.active(cursor, true));
        }
    }

    private void beatIfDue() {
        if (System.nanoTime() - beat >= period) {
            beat = System.nanoTime();
            send(messages.heartbeat(cursor));
        }
    }

    private void send(JsonObject message) {
        call.flight().send(message);
    }
}
