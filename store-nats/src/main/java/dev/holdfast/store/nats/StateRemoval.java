package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces commits by a base, erases states, and lets states begin with a base. Each is one message, or one atomic
 * batch, that becomes the newest of its state: from then on no reader looks at what it replaces, which is removed
 * afterwards. If that is cut short, it is done by the next removal from that state, or by a purge.
 */
final class StateRemoval {
    private static final int MOST_TRIES = 200;

    private final Shard shard;
    private final ServerLink link;
    private final long mostMessageBytes;

    StateRemoval(Shard shard, ServerLink link, long mostMessageBytes) {
        this.shard = shard;
        this.link = link;
        this.mostMessageBytes = mostMessageBytes;
    }

    /** Whether the base fits, and now stands for the commits up to {@code upTo}. */
    boolean truncate(StateId state, long upTo, Base base) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            NatsMessages.Stored newest = shard.leader().last(state);
            if (newest == null || base.revision() != upTo || !holds(newest, upTo)) {
                return false;
            }
            ReplacedCommit last = commitAt(newest, upTo);
            if (last != null && !last.hash().equals(base.hash())) {
                return false;
            } else if (last != null && put(newest, base, last)) {
                removeQuietly(state);
                return true;
            }
        }
        throw StoreUnavailableException.busy("state " + state);
    }

    /** Whether a state has a commit of a revision, to which no base leads. */
    private static boolean holds(NatsMessages.Stored newest, long revision) {
        NatsRecord.BasePlace base = newest.record().base();
        long replaced = base == null ? 0 : base.revision();
        return !newest.record().isErased()
                && revision > replaced
                && revision <= newest.record().revision();
    }

    /** The last commit that a base stands for. */
    private record ReplacedCommit(Bytes hash, long sequence) {}

    private boolean put(NatsMessages.Stored newest, Base base, ReplacedCommit last) {
        NatsRecord record = newest.record().replacedBy(base, newest.sequence(), last.sequence());
        return put(newest.state(), newest.sequence(), record, base.content());
    }

    /** The commit of a revision; null if it was removed meanwhile. */
    private @Nullable ReplacedCommit commitAt(NatsMessages.Stored newest, long revision) {
        NatsRecord known = newest.record();
        if (known.revision() == revision) {
            return new ReplacedCommit(known.hash(), known.newestCommitSeenFrom(newest.sequence()));
        }
        @Nullable ReplacedCommit[] found = new ReplacedCommit[1];
        new StreamScan(link, shard.leader()).run(newest.state(), 1, newest.sequence(), true, message -> {
            NatsRecord record = message.record();
            boolean here = record.kind() == NatsRecord.Kind.COMMIT && record.revision() == revision;
            found[0] = here ? new ReplacedCommit(record.hash(), message.sequence()) : found[0];
            return !here;
        });
        return found[0];
    }

    /** False, with nothing changed, if the state exists or ever existed. */
    boolean begin(StateId state, Base base, StateHeader header) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (shard.ask(state).sequence() > 0) {
                return false;
            } else if (put(state, 0, NatsRecord.begun(base, header), base.content())) {
                return true;
            }
        }
        throw StoreUnavailableException.busy("state " + state);
    }

    /** True if the state was at the expected revision and now is erased. */
    boolean erase(StateId state, long expected) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            NatsMessages.Stored newest = shard.leader().last(state);
            if (newest != null && newest.record().isErased()) {
                shard.learn(newest);
                removeReplaced(newest); // The client that erased it may have been cut short.
                return false;
            } else if (newest == null || newest.record().revision() != expected) {
                return false;
            } else if (put(
                    state, newest.sequence(), newest.record().erased(newest.sequence()), Bytes.wrap(new byte[0]))) {
                removeReplaced(state);
                return true;
            }
        }
        throw StoreUnavailableException.busy("state " + state);
    }

    /** Whether a record was stored as the newest of its state, after the message of the given sequence. */
    private boolean put(StateId state, long after, NatsRecord record, Bytes payload) {
        List<NatsMessages.Outgoing> messages = NatsMessages.split(state, record, payload, mostMessageBytes);
        return switch (shard.writer().write(messages, Map.of(state, after))) {
            case StreamWriter.Outcome.Written(long last) -> {
                shard.fold().learn(state, KnownState.of(last, record));
                yield true;
            }
            case StreamWriter.Outcome.Refused refused -> false;
            case StreamWriter.Outcome.NotDelivered(Exception cause) ->
                throw shard.leader().missing(cause);
            case StreamWriter.Outcome.Unknown(Exception cause) ->
                throw StoreUnavailableException.failed("changing state " + state, cause);
        };
    }

    private void removeQuietly(StateId state) {
        try {
            removeReplaced(state);
        } catch (StoreUnavailableException e) {
            return; // No reader looks at it any more; it goes with the next removal or purge.
        }
    }

    /** Removes what is left of the commits and bases that the base of a state, or its tombstone, stands for. */
    void removeReplaced(StateId state) {
        NatsMessages.Stored newest = shard.leader().last(state);
        if (newest != null) {
            removeReplaced(newest);
        }
    }

    private void removeReplaced(NatsMessages.Stored newest) {
        NatsRecord.BasePlace base = newest.record().baseSeenFrom(newest.sequence());
        if (base != null || newest.record().isErased()) {
            ReplacedMessages replaced = new ReplacedMessages(newest.sequence(), base);
            new StreamScan(link, shard.leader()).run(newest.state(), 1, newest.sequence(), true, replaced::look);
            shard.leader().delete(replaced.sequences());
        }
    }
}
