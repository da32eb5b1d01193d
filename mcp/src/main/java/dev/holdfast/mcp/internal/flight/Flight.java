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
 * <p>It is running, then either landed (it will be answered) or cancelled (nothing is sent for it any more); the first
 * of the two wins. All three are decided under one gate, which is also held while a notification about the request is
 * written. So a thread is only interrupted while it works for this request and never in the middle of a write, which
 * would cost the whole connection.
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
    private volatile @Nullable Runnable onEnd;
    private volatile boolean ending;
    private volatile boolean toolFailed;

    /**
     * A request whose client cannot be asked anything.
     *
     * @param notifications writes a notification about the request to where its answer will go
     */
    public Flight(Caller caller, Consumer<JsonObject> notifications) {
        this(caller, notifications, null);
    }

    /**
     * A request of a caller.
     *
     * @param notifications writes a message about the request to where its answer will go
     * @param inquirer asks the client there; null if it cannot be asked
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

    /** Works out the answer to a request. */
    @FunctionalInterface
    public interface Work {
        Reply answer(Flight flight);
    }

    /** Does the work on the current thread; null if the request was cancelled before it was done. */
    public @Nullable Reply answer(Work work) {
        if (!start()) {
            return null;
        }
        Reply reply = work.answer(this);
        return land() ? reply : null;
    }

    /** Does work that is not answered on the current thread, until it is done or the request is cancelled. */
    public void run(Lasting work) {
        if (!start()) {
            return;
        }
        try {
            work.run();
        } catch (InterruptedException e) {
            cancel(); // whoever interrupted it wants nothing more of it
        } finally {
            land();
        }
    }

    /** Work without an answer. */
    @FunctionalInterface
    public interface Lasting {
        void run() throws InterruptedException;
    }

    /** Says that the current thread works for this request from now on; false if there is nothing left to do. */
    private boolean start() {
        gate.lock();
        try {
            runner = Thread.currentThread();
            return state == State.RUNNING;
        } finally {
            gate.unlock();
        }
    }

    /** Says that the work is done; false if the answer must not be sent. */
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

    /** Stops the work, if it is still going on. */
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
     * Sets how a request that lasts is asked to end with an answer; done at once if it was asked for already, perhaps
     * twice.
     */
    public void onEnd(Runnable action) {
        onEnd = action;
        if (ending) {
            run(action);
        }
    }

    /**
     * Asks a request that lasts to come to an end. Needs no gate, which a client that does not read may hold for long.
     */
    public void end() {
        ending = true;
        Runnable action = onEnd;
        if (action != null) {
            run(action);
        }
    }

    /** Whether it was asked to come to an end. */
    public boolean isEnding() {
        return ending;
    }

    /** Says whether the latest step of a tool ended in a failure that the model is told of. */
    public void toolFailed(boolean failed) {
        toolFailed = failed;
    }

    public boolean hasToolFailed() {
        return toolFailed;
    }

    /** Says which session of the handshake era the request belongs to. */
    public Flight inSession(Supplier<@Nullable Subscriber> subscriber) {
        this.session = subscriber;
        return this;
    }

    /** The session that can be told of changes; null if there is none. */
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

    /** Sends a notification about the request, or a request the client is asked meanwhile, unless this one is over. */
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
            LOGGER.log(System.Logger.Level.WARNING, "What was to be done on a cancellation failed", e);
        }
    }
}
