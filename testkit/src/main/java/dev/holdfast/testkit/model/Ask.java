package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Closed;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Fork;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Leased;
import dev.holdfast.engine.Merge;
import dev.holdfast.engine.Merged;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Shared;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request of one principal about a state. */
sealed interface Ask {
    /** Sends the request to the engine. */
    Answer of(States states, String handle);

    /** A request that concerns one state only. */
    sealed interface OfOne extends Ask {}

    /** A write, in the JSON form in which retries are compared. */
    record ToWrite(JsonObject arguments, @Nullable String op) implements OfOne {
        @Override
        public Answer of(States states, String handle) {
            JsonObject withOp = op == null ? arguments : arguments.with("op", Json.of(op));
            Written done = states.state(handle).write(Write.parse(withOp));
            return Answer.done(done.revision(), done.changed())
                    .replayed(done.replayed())
                    .with(Answer.VALUES, done.values());
        }
    }

    /** The kinds of undo. */
    enum UndoKind {
        LAST,
        REDO,
        ONE,
        RESTORE
    }

    /**
     * An undo.
     *
     * @param number the number of steps, or the revision
     */
    record ToUndo(
            UndoKind kind,
            long number,
            @Nullable Long ifRevision,
            @Nullable String op) implements OfOne {
        @Override
        public Answer of(States states, String handle) {
            Undo undo = switch (kind) {
                case LAST -> Undo.last((int) number);
                case REDO -> Undo.redo((int) number);
                case ONE -> Undo.event(number);
                case RESTORE -> Undo.restore(number);
            };
            Undo bound = ifRevision == null ? undo : undo.ifRevision(ifRevision);
            Undone done = states.state(handle).undo(bound.commandId(op));
            return Answer.done(done.revision(), done.changed())
                    .replayed(done.replayed())
                    .with(Answer.REVERTED, done.reverted());
        }
    }

    /** Acquires, renews or releases a lease. */
    record ToLease(LeaseRequest request) implements OfOne {
        @Override
        public Answer of(States states, String handle) {
            Leased done = states.state(handle).lease(request);
            return Answer.done(done.revision()).replayed(done.replayed());
        }
    }

    /** Gives or ends a grant, or hands the state over. */
    record ToShare(String with, Access access) implements OfOne {
        @Override
        public Answer of(States states, String handle) {
            Shared done = states.state(handle).share(with, access);
            return Answer.done(done.revision()).replayed(done.replayed());
        }
    }

    /** Closes a state, which can be reopened. */
    record ToClose(String op) implements OfOne {
        @Override
        public Answer of(States states, String handle) {
            Closed done = states.state(handle).close(op);
            return Answer.done(done.revision()).replayed(done.replayed());
        }
    }

    /** Opens a state by its handle: reopens it if it has ended, and changes its settings. */
    record ToOpen(NewSettings settings, @Nullable String op) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Opened opened = states.open(settings.of(StateSpec.handle(handle)).commandId(op));
            return Answer.done(opened.view().revision())
                    .replayed(opened.replayed())
                    .with(Answer.NAME_LOST, opened.nameLost());
        }
    }

    /**
     * Opens a state by its name, or a new one.
     *
     * @param source the state to fork; null for no fork
     */
    record ToHave(
            @Nullable String name,
            @Nullable String op,
            NewSettings settings,
            @Nullable JsonObject data,
            @Nullable Source source)
            implements Ask {
        /**
         * The state to fork.
         *
         * @param revision the revision to fork; null for the current one
         */
        record Source(String handle, @Nullable Long revision) {}

        @Override
        public Answer of(States states, String handle) {
            StateSpec spec = name == null ? StateSpec.unnamed() : StateSpec.named(name);
            Fork fork = source == null ? null : new Fork(source.handle(), source.revision());
            Opened opened = states.open(settings.of(spec).data(data).fork(fork).commandId(op));
            return opened(
                            opened.state().handle().value(),
                            opened.previous() == null
                                    ? "none"
                                    : opened.previous().value())
                    .with(Answer.REVISION, opened.view().revision())
                    .with(Answer.CREATED, opened.created())
                    .with(Answer.DATA_APPLIED, opened.dataApplied())
                    .replayed(opened.replayed());
        }

        /** @param previous the state that had the name before and can still be reopened */
        static Answer opened(String handle, String previous) {
            return Answer.done(0).with(Answer.HANDLE, handle).with(Answer.PREVIOUS, previous);
        }
    }

    /** Merges the changes of another state. */
    record ToMerge(
            String from,
            Merge.@Nullable Prefer prefer,
            @Nullable Long ifRevision,
            @Nullable String op) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            try {
                Merged done = states.state(handle).merge(new Merge(new StateId(from), prefer, ifRevision, op));
                return Answer.done(done.revision(), done.changed())
                        .replayed(done.replayed())
                        .with(Answer.CONFLICTS, Set.copyOf(done.resolved()));
            } catch (HoldfastException e) {
                JsonObject keys = e.failure().facts().object("keys");
                return e.failure().code() == Failure.Code.CONFLICT && ifRevision == null && keys != null
                        ? Answer.failed(Failure.Code.CONFLICT).with(Answer.CONFLICTS, Set.copyOf(keys.keys()))
                        : Answer.failed(e.failure().code());
            }
        }
    }

    /** Erases a state. */
    record ToErase() implements OfOne {
        @Override
        public Answer of(States states, String handle) {
            states.state(handle).erase(null);
            return Answer.done(0);
        }
    }
}
