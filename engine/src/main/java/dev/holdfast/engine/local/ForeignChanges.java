package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.CommitLog;

/**
 * What one client knows of the changes of all others: {@link CommitLog#epoch()}.
 *
 * <p>Safe for many readers and the one thread at a time that has the turn.
 */
public final class ForeignChanges {
    /*
     * The shared counter S goes from even to odd before a commit can become visible to anyone, and to the next even
     * number after, always by who has the turn. A client that dies in between leaves S odd until the next to have the
     * turn makes it even. So an even S that two readings find unchanged means that nothing became visible between them,
     * and S only grows. The client's own part O of S is what its own changes added: two each. The epoch is S - O, the
     * part of others.
     *
     * S and O cannot be read in one step, and any mixture of old and new would repeat a past answer or give a future
     * one. Both change only while this client writes, though, so a reader first takes `own`: an immutable record,
     * replaced before the client makes S odd and again after it made it even.
     *
     *  - If it says that the client is writing, the client has the turn, nobody else can change S, and the epoch is the
     *  one computed when the writing began, which the record holds.
     *  - Else S is read, and then `own` again. If it is still the same record, none of S was this client's doing in
     *    between, so O was constant around the reading of S and S - O was the epoch at that moment. An odd S is then
     *    another's, at work or dead: unknown.
     *  - If it is another record, the client began to write meanwhile, and the reader tries again.
     *
     * Every answer was thus exact at some moment within its call. What others added never shrinks, so no answer returns
     * after a different one. And a foreign change seen or acknowledged before a call began had already moved S to odd,
     * so that the call answers unknown or, once S is even again, a higher number than any call that ended before it.
     */
    private final ChangeCounter shared;
    private volatile Own own = new Own(0, false, 0);

    /** One object per state of the client, compared by identity. */
    private record Own(long part, boolean writing, long epoch) {}

    /** The changes of others, as the counter that all clients share tells. */
    public ForeignChanges(ChangeCounter shared) {
        this.shared = shared;
    }

    /** The answer to {@link CommitLog#epoch()}. */
    public long epoch() {
        while (true) {
            Own before = own;
            if (before.writing()) {
                return before.epoch();
            }
            long count = shared.get();
            if (isStill(before)) {
                return ChangeCounter.isOdd(count) ? CommitLog.UNKNOWN_EPOCH : count - before.part();
            }
        }
    }

    /** Called with the turn, before an own change can become visible. */
    public void beginOwn() {
        Own before = own;
        own = new Own(before.part(), true, shared.get() - before.part());
        shared.step();
    }

    /** Called with the turn, once an own change has become visible or never will. */
    public void endOwn() {
        shared.step();
        own = new Own(own.part() + 2, false, 0);
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isStill(Own before) {
        return own == before;
    }
}
