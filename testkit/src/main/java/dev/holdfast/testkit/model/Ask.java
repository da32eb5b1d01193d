package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Closed;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Leased;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Shared;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that one principal asks of a state. */
sealed interface Ask {
    /** Asks the engine. */
    Answer of(States states, String handle);

    /** A write, in the JSON that retries are compared by. */
    record ToWrite(JsonObject arguments, @Nullable String op) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            JsonObject withOp = op == null ? arguments : arguments.with("op", Json.of(op));
            Written done = states.state(handle).write(Write.parse(withOp));
            return new Answer(null, done.revision(), done.changed(), done.replayed());
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
     * @param number steps, or the revision that is meant
     */
    record ToUndo(
            UndoKind kind,
            long number,
            @Nullable Long ifRevision,
            @Nullable String op) implements Ask {
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
            return new Answer(null, done.revision(), done.changed(), done.replayed());
        }
    }

    /** A lease, wanted, renewed or given back. */
    record ToLease(LeaseRequest request) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Leased done = states.state(handle).lease(request);
            return new Answer(null, done.revision(), Set.of(), done.replayed());
        }
    }

    /** A grant, or its end, or handing over. */
    record ToShare(String with, Access access) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Shared done = states.state(handle).share(with, access);
            return new Answer(null, done.revision(), Set.of(), done.replayed());
        }
    }

    /** An end for now. */
    record ToClose(String op) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Closed done = states.state(handle).close(op);
            return new Answer(null, done.revision(), Set.of(), done.replayed());
        }
    }

    /** To have it back. */
    record ToReopen() implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Opened opened = states.open(StateSpec.handle(handle));
            return Answer.done(opened.view().revision(), Set.of());
        }
    }

    /** An end for good. */
    record ToErase() implements Ask {
        @Override
        public Answer of(States states, String handle) {
            State state = states.state(handle);
            state.erase(null);
            return Answer.done(0, Set.of());
        }
    }
}
