package dev.holdfast.store.nats;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the messages of a state that its base, or its tombstone, stands for. Used by one thread. */
final class ReplacedMessages {
    private final long newest;
    private final NatsRecord.@Nullable BasePlace base;
    private final List<Long> pending = new ArrayList<>();
    private final List<Long> replaced = new ArrayList<>();

    /**
     * @param newest the sequence of the newest message
     * @param base where the base is; null if the state is erased
     */
    ReplacedMessages(long newest, NatsRecord.@Nullable BasePlace base) {
        this.newest = newest;
        this.base = base;
    }

    /** Looks at the next message of the state; true, since all must be looked at. */
    boolean look(NatsMessages.Stored message) {
        pending.add(message.sequence());
        if (message.record().kind() == NatsRecord.Kind.PART) {
            return true;
        }
        if (!isKept(message)) {
            replaced.addAll(pending);
        }
        pending.clear();
        return true;
    }

    private boolean isKept(NatsMessages.Stored message) {
        boolean ofCommit = message.record().kind() == NatsRecord.Kind.COMMIT;
        if (base == null) {
            return message.sequence() == newest;
        }
        return ofCommit ? message.record().revision() > base.revision() : message.sequence() == base.sequence();
    }

    /** Their sequences. */
    List<Long> sequences() {
        return replaced;
    }
}
