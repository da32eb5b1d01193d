package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Closed;
import dev.holdfast.engine.LeaseRequest;
import dev.holdfast.engine.Leased;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Shared;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Undo;
import dev.holdfast.engine.Undone;
import dev.holdfast.engine.Write;
import dev.holdfast.engine.Written;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
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
            return Answer.done(done.revision(), done.changed())
                    .replayed(done.replayed())
                    .with(Answer.REVERTED, done.reverted());
        }
    }

    /** A lease, wanted, renewed or given back. */
    record ToLease(LeaseRequest request) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Leased done = states.state(handle).lease(request);
            return Answer.done(done.revision()).replayed(done.replayed());
        }
    }

    /** A grant, or its end, or handing over. */
    record ToShare(String with, Access access) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Shared done = states.state(handle).share(with, access);
            return Answer.done(done.revision()).replayed(done.replayed());
        }
    }

    /** An end for now. */
    record ToClose(String op) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Closed done = states.state(handle).close(op);
            return Answer.done(done.revision()).replayed(done.replayed());
        }
    }

    /** To have it, back if it has ended, and otherwise than it was. */
    record ToOpen(NewSettings settings) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Opened opened = states.open(settings.of(StateSpec.handle(handle)));
            return Answer.done(opened.view().revision());
        }
    }

    /** To have whatever has a name, asked for by whoever gave it. */
    record ToOpenByName(String name) implements Ask {
        @Override
        public Answer of(States states, String handle) {
            Opened opened = states.open(StateSpec.named(name));
            boolean same = opened.state().handle().value().equals(handle);
            boolean before =
                    opened.previous() != null && opened.previous().value().equals(handle);
            return answer(opened.created(), same, before);
        }

        /**
         * @param same whether it is the state that is asked about
         * @param before whether that state had the name until now and can still be brought back
         */
        static Answer answer(boolean created, boolean same, boolean before) {
            return Answer.done(0).with("created", created).with("same", same).with("before", before);
        }
    }

    /** An end for good. */
    record ToErase() implements Ask {
        @Override
        public Answer of(States states, String handle) {
            states.state(handle).erase(null);
            return Answer.done(0);
        }
    }
}
