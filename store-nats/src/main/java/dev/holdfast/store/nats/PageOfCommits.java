package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import java.util.ArrayList;
import java.util.List;

/** The commits of a state from a revision on, as many as are asked for. Used by one thread. */
final class PageOfCommits {
    private final int maxCommits;
    private final int maxBytes;
    private final List<Commit> commits = new ArrayList<>();
    private final List<Bytes> parts = new ArrayList<>();
    private long expected;
    private long lastSequence;
    private long bytes;
    private boolean broken;

    PageOfCommits(long from, int maxCommits, int maxBytes) {
        this.expected = from;
        this.maxCommits = maxCommits;
        this.maxBytes = maxBytes;
    }

    /** Takes the next message of the state; false if no more are wanted. */
    boolean take(NatsMessages.Stored message) {
        NatsRecord record = message.record();
        if (record.kind() == NatsRecord.Kind.PART) {
            parts.add(message.payload());
            return true;
        }
        List<Bytes> before = List.copyOf(parts);
        parts.clear();
        if (record.kind() != NatsRecord.Kind.COMMIT || record.revision() < expected) {
            return true;
        } else if (record.revision() > expected || before.size() < record.parts()) {
            broken = true;
            return false;
        }
        return add(message, NatsMessages.join(before, message.payload()));
    }

    private boolean add(NatsMessages.Stored message, Bytes event) {
        bytes += event.length();
        if (bytes > maxBytes && !commits.isEmpty()) {
            return false;
        }
        commits.add(message.record().commit(event));
        lastSequence = message.sequence();
        expected++;
        return commits.size() < maxCommits;
    }

    /** Whether commits are missing: they were removed. */
    boolean isBroken() {
        return broken || commits.isEmpty();
    }

    List<Commit> commits() {
        return commits;
    }

    /** The revision of the last one. */
    long last() {
        return expected - 1;
    }

    long lastSequence() {
        return lastSequence;
    }
}
