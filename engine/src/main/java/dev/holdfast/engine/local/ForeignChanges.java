package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.CommitLog;

/**
 * Counts the changes of all other clients, for {@link CommitLog#epoch()}.
 *
 * <p>Safe for use by many readers and one thread at a time that holds the turn.
 */
public final class ForeignChanges {
    /*
     * The client that holds the turn raises the shared counter S from even to odd before a commit can become visible,
     * and to the next even number afterwards. A client that dies in between leaves S odd until the next client that
     * takes the turn makes it even. So if two reads find the same even S, nothing became visible between them; and S
     * only grows. The client's own part O of S is what its own changes added: two each. The epoch is S - O, the part of
     * others.
     *
     * S and O cannot be read in one step, and a mixture of old and new would repeat a past answer or give a future one.
     * O changes only while this client writes, so a reader first reads `own`: an immutable record, replaced before the
     * client makes S odd and again after it made S even.
     *
     * - If the record says that the client is writing, the client holds the turn and no other can change S. The epoch
     *   is the one computed when the writing began, which the record holds.
     * - Otherwise S is read, and then `own` again. If it is still the same record, this client did not change S in
     *   between, so S - O was the epoch when S was read. An odd S was then made by another client, which is writing or
     *   dead: the epoch is unknown.
     * - If it is another record, this client began to write meanwhile, and the reader tries again.
     *
     * So every answer was exact at some moment within its call. The part of others never shrinks, so no answer returns
     * after a different one. And a foreign change that was seen or acknowledged before a call began had already made S
     * odd, so the call answers unknown or, once S is even again, a higher number than any call that ended before the
     * change.
     */
    private final ChangeCounter shared;
    private volatile Own own = new Own(0, false, 0);

    /** What this client does: a new object for each step, compared by identity. */
    private record Own(long part, boolean writing, long epoch) {}

    /** Counts by the counter that all clients share. */
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

    /** Called with the turn held, before a change of this client can become visible. */
    public void beginOwn() {
        Own before = own;
        own = new Own(before.part(), true, shared.get() - before.part());
        shared.step();
    }

    /** Called with the turn held, when a change of this client has become visible or never will. */
    public void endOwn() {
        shared.step();
        own = new Own(own.part() + 2, false, 0);
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isStill(Own before) {
        return own == before;
    }
}
