package dev.holdfast.mcp.internal.stdio;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ServedRequest;
import dev.holdfast.mcp.internal.era.Eras;
import dev.holdfast.mcp.internal.era.LegacyEra;
import dev.holdfast.mcp.internal.era.ModernEra;
import dev.holdfast.mcp.internal.era.Observed;
import dev.holdfast.mcp.internal.flight.Flight;
import dev.holdfast.mcp.internal.flight.Holder;
import dev.holdfast.mcp.internal.flight.InFlight;
import dev.holdfast.mcp.internal.flight.Inquirer;
import dev.holdfast.mcp.internal.flight.Inquiries;
import dev.holdfast.mcp.internal.flight.Weight;
import dev.holdfast.mcp.internal.stdio.LineReader.Line;
import dev.holdfast.mcp.internal.wire.Batch;
import dev.holdfast.mcp.internal.wire.Faults;
import dev.holdfast.mcp.internal.wire.IdScanner;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.Message.Malformed;
import dev.holdfast.mcp.internal.wire.Message.Notification;
import dev.holdfast.mcp.internal.wire.Message.Request;
import dev.holdfast.mcp.internal.wire.Message.Response;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import dev.holdfast.mcp.internal.wire.Reply;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One client over a pair of streams. The thread that reads itself answers requests that cannot block, so that a ping, a
 * discovery or a cancellation never waits for a tool. A request that may block it keeps if another thread reads on; any
 * further one runs on its own virtual thread.
 */
public final class StdioConnection {
    private static final System.Logger LOGGER = System.getLogger(StdioConnection.class.getName());
    private static final String CLIENT = "stdio";
    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final int LOOK_MS = 250;

    /** A client that takes nothing for so long, though the serving thread has to tell it something, is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Eras eras;
    private final Caller caller;
    private final AlternateReading reading;
    private final MessageWriter out;
    private final InFlight inFlight = new InFlight();
    private final Inquiries inquiries = new Inquiries();
    private final Inquirer inquirer = new Inquirer(inquiries, CLIENT);
    private final Admission admission;
    private final ExecutorService calls = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mcp-call-", 0).factory());
    private final Observed observed;
    private final StdioPush push;
    private final OwnSession session = new OwnSession();
    private final Holder holder;
    private final Duration patience;

    /** @param companions the connections of this process, which this one joins */
    public StdioConnection(Eras eras, InputStream in, OutputStream out, Caller caller, Companions companions) {
        this(eras, in, out, caller, companions, PATIENCE);
    }

    /** @param patience how long the serving thread waits for a client that takes nothing */
    StdioConnection(
            Eras eras, InputStream in, OutputStream out, Caller caller, Companions companions, Duration patience) {
        this.patience = patience;
        this.eras = eras;
        this.caller = caller;
        this.reading = new AlternateReading(new LineReader(in, eras.limits().maxMessageBytes()), this::receive);
        this.out = new MessageWriter(out);
        this.admission = new Admission(eras.limits(), companions.messages());
        this.observed = new Observed(eras, ServedRequest.Transport.STDIO);
        this.holder = companions.enter(caller);
        this.push = new StdioPush(eras, observed, this.out, calls, session, holder);
    }

    /**
     * Serves until the client closes its output, or takes none of what the serving thread has to tell it. Threads that
     * block in a stream of the client are left behind; they keep no process alive.
     */
    public void serve() throws InterruptedException {
        try {
            awaitEnd(reading.start());
            inquirer.hangUp();
            push.end();
            calls.shutdown();
            if (!awaitCalls(eras.limits().shutdownGrace())) {
                LOGGER.log(System.Logger.Level.INFO, "Calls still running after the client left are cancelled");
            }
        } finally {
            reading.end();
            push.end();
            inFlight.cancelAll(CLIENT);
            calls.shutdown();
            awaitCalls(LAST_WORDS);
            out.giveUp();
        }
    }

    /** While the thread that reads is blocked by a client that takes nothing, the end of the input goes unnoticed. */
    private void awaitEnd(Future<@Nullable Void> end) throws InterruptedException {
        while (!end.isDone()) {
            try {
                end.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (reading.isHandling() && out.isStalled(patience)) {
                    LOGGER.log(System.Logger.Level.WARNING, "The client does not read, so its connection ends");
                    return;
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("Reading the client's messages failed", e.getCause());
            }
        }
    }

    /** Waits until no call is running, for some time; false if one goes on. */
    private boolean awaitCalls(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        boolean ended = calls.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        return reading.awaitCall(Math.max(0, left)) && ended;
    }

    /** Whether no request is running and no answer is awaited. */
    boolean isIdle() {
        return inFlight.isEmpty() && inquiries.isEmpty();
    }

    private void receive(Line line) throws InterruptedException {
        switch (line) {
            case Line.Content content -> receive(content.bytes());
            case Line.TooLong tooLong ->
                refuse(
                        tooLong.id(),
                        Faults.invalidRequest(
                                "A message is at most " + eras.limits().maxMessageBytes() + " bytes long"));
            case Line.End end -> throw new IllegalStateException("The end of the stream is not a message");
        }
    }

    private void receive(byte[] line) throws InterruptedException {
        if (isBlank(line)) {
            return;
        }
        Json json;
        try {
            json = Json.parse(line, eras.limits().json());
        } catch (JsonParseException e) {
            refuse(IdScanner.idIn(line), Faults.parseError(e));
            return;
        }
        int weight = admission.weigh(line);
        if (json instanceof JsonArray batch) {
            receiveBatch(batch, weight);
        } else {
            receive(Message.of(json), weight);
        }
    }

    private void receive(Message message, int weight) throws InterruptedException {
        switch (message) {
            case Request request -> receive(request, weight);
            case Notification notification -> receive(notification);
            case Response response -> inquiries.answer(CLIENT, response);
            case Malformed malformed -> refuse(malformed.id(), malformed.error());
        }
    }

    private void receive(Notification notification) {
        if (notification.method().equals("notifications/cancelled")) {
            inFlight.cancel(CLIENT, notification);
        }
    }

    /**
     * A request that describes itself is modern whatever came before; any other belongs to the session, if there is
     * one.
     */
    private void receive(Request request, int weight) throws InterruptedException {
        LegacySession current = session.current();
        if (request.meta().has(MetaKeys.PROTOCOL_VERSION)) {
            answerModern(request, weight);
        } else if (request.method().equals("initialize")) {
            initialize(request);
        } else if (current != null) {
            dispatch(request.id(), weight, eras.legacy().blocks(request), flight -> answerIn(current, request, flight));
        } else if (request.method().equals("ping")) {
            write(LegacyEra.pong(request));
        } else {
            answerModern(request, weight);
        }
    }

    private void answerModern(Request request, int weight) throws InterruptedException {
        if (ModernEra.streams(request)) {
            listen(request);
            return;
        }
        dispatch(
                request.id(),
                weight,
                eras.modern().blocks(request),
                observed.work(
                        request, ModernEra.VERSION, flight -> eras.modern().answer(request, null, flight)));
    }

    private void listen(Request request) {
        Flight flight = newFlight();
        inFlight.add(CLIENT, request.id(), flight);
        try {
            push.listen(request, flight, () -> inFlight.remove(CLIENT, request.id(), flight));
        } catch (McpException e) {
            inFlight.remove(CLIENT, request.id(), flight);
            write(eras.modern().refused(request, e.error()));
        }
    }

    private void initialize(Request request) {
        LegacyEra.Opening opening = observed.opening(request, caller);
        LegacySession opened = opening.session();
        if (opened == null) {
            write(opening.reply());
            return;
        }
        session.begin(opened);
        push.begin(() -> write(opening.reply()));
    }

    // --- Requests

    private void dispatch(Json id, int weight, boolean blocks, Flight.Work work) throws InterruptedException {
        Flight flight = newFlight();
        if (!blocks) {
            writeIfAny(id, flight.answer(work));
            return;
        }
        inFlight.add(CLIENT, id, flight);
        boolean admitted = execute(weight, () -> {
            try {
                writeIfAny(id, flight.answer(work));
            } finally {
                inFlight.remove(CLIENT, id, flight);
            }
        });
        if (!admitted) {
            inFlight.remove(CLIENT, id, flight);
            refuse(id, busy());
        }
    }

    /**
     * Runs a task on this thread while another reads on, or on a new virtual one; false if there is no place for it.
     */
    private boolean execute(int weight, Runnable task) throws InterruptedException {
        if (!admission.enter(weight)) {
            return false;
        }
        Runnable admitted = () -> {
            try {
                task.run();
            } finally {
                admission.leave(weight);
            }
        };
        if (!reading.keep(admitted)) {
            calls.execute(admitted);
        }
        return true;
    }

    // --- Batches

    private void receiveBatch(JsonArray batch, int weight) throws InterruptedException {
        LegacySession current = session.current();
        if (current == null || !Batch.isAllowed(current.version())) {
            refuse(null, Batch.refusal());
            return;
        }
        boolean admitted = execute(weight, () -> answerBatch(batch, current));
        if (!admitted) {
            refuse(null, busy());
        }
    }

    /** The answers of a batch are collected, so each of them is weighed before the next is worked out. */
    private void answerBatch(JsonArray batch, LegacySession current) {
        try (Weight collected = holder.answer()) {
            Reply all = Batch.answer(batch, message -> {
                Reply reply = answerInBatch(message, current);
                return message instanceof Request request && reply != null
                        ? weighed(collected, request.id(), reply)
                        : reply;
            });
            if (all != null) {
                write(all);
            }
        }
    }

    private Reply answerIn(LegacySession current, Request request, Flight flight) {
        Flight.Work work = running -> eras.legacy().answer(request, current, running, session);
        return observed.work(request, current.version(), work).answer(flight);
    }

    private @Nullable Reply answerInBatch(Message message, LegacySession current) {
        if (message instanceof Notification notification) {
            receive(notification);
        } else if (message instanceof Response response) {
            inquiries.answer(CLIENT, response);
        }
        if (!(message instanceof Request request)) {
            return null;
        }
        Flight flight = newFlight();
        inFlight.add(CLIENT, request.id(), flight);
        try {
            return flight.answer(running -> answerIn(current, request, running));
        } finally {
            inFlight.remove(CLIENT, request.id(), flight);
        }
    }

    // --- Writing

    private Flight newFlight() {
        return new Flight(caller, (JsonObject notification) -> out.write(notification.toBytes()), inquirer)
                .heldBy(holder)
                .inSession(push::subscriber);
    }

    private static RpcError busy() {
        return RpcError.internal("Too many calls are running; cancel one or wait for an answer");
    }

    private void refuse(@Nullable Json id, RpcError error) {
        write(Reply.error(id, error, Reply.BAD_REQUEST));
    }

    private void writeIfAny(Json id, @Nullable Reply reply) {
        if (reply == null) {
            return;
        }
        try (Weight weight = holder.answer()) {
            write(weighed(weight, id, reply));
        }
    }

    /** The same answer, or a refusal if too many answers wait for the client to read. */
    private static Reply weighed(Weight weight, Json id, Reply reply) {
        try {
            weight.add(reply.weight());
            return reply;
        } catch (McpException e) {
            return Reply.error(id, e.error(), Reply.OK);
        }
    }

    private void write(Reply reply) {
        out.write(reply);
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
