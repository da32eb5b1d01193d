package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.internal.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request between its arrival and its answer.
 *
 * <p>It is running, then either landed (it will be answered) or cancelled (nothing more is sent for it), whichever
 * comes first. Every change of state happens under one lock, {@code gate}, which is also held while a notification
 * about the request is written. So a thread is interrupted only while it works for this request, and never during a
 * write, which would break the whole connection.
 */
public final class Flight {
    private static final System.Logger LOGGER = System.getLogger(Flight.class.getName());

    private enum State {
        RUNNING,
        LANDED,
        CANCELLED
    }

    private final ReentrantLock gate = new ReentrantLock();
    private final Caller caller;
    private final Consumer<JsonObject> notifications;
    private final @Nullable Inquirer inquirer;
    private final List<Runnable> onCancel = new ArrayList<>(0);
    private @Nullable Thread runner;
    private volatile State state = State.RUNNING;
    private Supplier<@Nullable Subscriber> session = () -> null;
    private volatile @Nullable Holder holder;
    private volatile @Nullable Runnable onEnd;
    private volatile boolean ending;
    private volatile boolean toolFailed;

    /**
     * A request whose client cannot be asked for input.
     *
     * @param notifications writes a notification about the request to the stream that will carry its answer
     */
    public Flight(Caller caller, Consumer<JsonObject> notifications) {
        this(caller, notifications, null);
    }

    /**
     * A request of a caller.
     *
     * @param notifications writes a message about the request to the stream that will carry its answer
     * @param inquirer asks the client for input on that stream; null if it cannot be asked
     */
    public Flight(Caller caller, Consumer<JsonObject> notifications, @Nullable Inquirer inquirer) {
        this.inquirer = inquirer;
        this.caller = caller;
        this.notifications = notifications;
    }

    public Caller caller() {
        return caller;
    }

    public @Nullable Inquirer inquirer() {
        return inquirer;
    }

    public boolean isCancelled() {
        return state == State.CANCELLED;
    }

    /** Computes the answer to a request. */
    @FunctionalInterface
    public interface Work {
        Reply answer(Flight flight);
    }

    /** Does the work on the current thread; null if the request was cancelled before the work was done. */
    public @Nullable Reply answer(Work work) {
        if (!start()) {
            return null;
        }
        Reply reply = work.answer(this);
        return land() ? reply : null;
    }

    /** Does work without an answer on the current thread, until it is done or the request is cancelled. */
    public void run(Lasting work) {
        if (!start()) {
            return;
        }
        try {
            work.run();
        } catch (InterruptedException e) {
            cancel(); // an interrupt means that the work is to stop
        } finally {
            land();
        }
    }

    /** Work without an answer. */
    @FunctionalInterface
    public interface Lasting {
        void run() throws InterruptedException;
    }

    /** Marks the current thread as working for this request; false if the request is no longer running. */
    private boolean start() {
        gate.lock();
        try {
            runner = Thread.currentThread();
            return state == State.RUNNING;
        } finally {
            gate.unlock();
        }
    }

    /** Marks the work as done; false if the answer must not be sent. */
    private boolean land() {
        gate.lock();
        try {
            runner = null;
            onCancel.clear();
            if (state == State.CANCELLED) {
                Thread.interrupted();
                return false;
            }
            state = State.LANDED;
            return true;
        } finally {
            gate.unlock();
        }
    }

    /** Cancels the request and interrupts its work, if it is still running. */
    public void cancel() {
        List<Runnable> actions;
        gate.lock();
        try {
            if (state != State.RUNNING) {
                return;
            }
            state = State.CANCELLED;
            if (runner != null) {
                runner.interrupt();
            }
            actions = List.copyOf(onCancel);
            onCancel.clear();
        } finally {
            gate.unlock();
        }
        actions.forEach(Flight::run);
    }

    /**
     * Sets the action that makes a long-lived request end with an answer. Runs it at once if the end was requested
     * already; it may run twice.
     */
    public void onEnd(Runnable action) {
        onEnd = action;
        if (ending) {
            run(action);
        }
    }

    /**
     * Asks a long-lived request to end. Does not take the gate, which can be held for long while a client does not
     * read.
     */
    public void end() {
        ending = true;
        Runnable action = onEnd;
        if (action != null) {
            run(action);
        }
    }

    /** Ends a request whose caller has lost access: a long-lived one with an answer, any other without. */
    public void withdraw() {
        if (onEnd == null) {
            cancel();
        } else {
            end();
        }
    }

    /** Whether the request was asked to end. */
    public boolean isEnding() {
        return ending;
    }

    /** Records whether the latest step of a tool ended in a failure that is reported to the model. */
    public void toolFailed(boolean failed) {
        toolFailed = failed;
    }

    public boolean hasToolFailed() {
        return toolFailed;
    }

    /** Sets whose share of the server the request uses; without this, nothing is counted. */
    public Flight heldBy(Holder whose) {
        this.holder = whose;
        return this;
    }

    /** Whose share of the server the request uses; null if nothing is counted. */
    public @Nullable Holder holder() {
        return holder;
    }

    /** Sets the session of the handshake era that the request belongs to. */
    public Flight inSession(Supplier<@Nullable Subscriber> subscriber) {
        this.session = subscriber;
        return this;
    }

    /** The session as a subscriber to changes; null if there is none. */
    public @Nullable Subscriber subscriber() {
        return session.get();
    }

    void onCancel(Runnable action) {
        gate.lock();
        try {
            if (state == State.RUNNING) {
                onCancel.add(action);
            }
            if (state != State.CANCELLED) {
                return;
            }
        } finally {
            gate.unlock();
        }
        run(action);
    }

    /** Sends a notification about the request, or a request for input to the client, unless this request is over. */
    public void send(JsonObject notification) {
        gate.lock();
        try {
            if (state == State.RUNNING) {
                notifications.accept(notification);
            }
        } finally {
            gate.unlock();
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "An action at the cancellation or end of a request failed", e);
        }
    }
}
