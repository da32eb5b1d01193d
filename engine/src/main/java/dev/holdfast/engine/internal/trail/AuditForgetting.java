package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.history.StateWalk;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removes what an audit log holds of a principal. An event cannot be changed, so what a segment holds of others is
 * stored anew, and the segment is erased. If this is cut short in between, entries of others stand there twice, which
 * says nothing false. Used once and thrown away.
 */
final class AuditForgetting {
    private static final int MOST_AT_ONCE = 500;
    private static final int ROUNDS = 20;

    private final Engine engine;
    private final AuditSegments copies;
    private final Instant oldest;
    private final List<AuditEntry> waiting = new ArrayList<>();

    AuditForgetting(Engine engine, Auditing auditing) {
        this.engine = engine;
        this.copies = new AuditSegments(engine, auditing);
        this.oldest = engine.now().minus(auditing.kept());
    }

    /** How many entries there are of a principal. */
    long count(String principal, Progress progress) {
        long[] found = {0};
        segments(progress, (id, newest) -> found[0] += countIn(id, newest, principal));
        return found[0];
    }

    /** Removes the entries of a principal, and answers how many there were. */
    long forget(String principal, Progress progress) {
        long[] removed = {0};
        segments(progress, (id, newest) -> removed[0] += forgetIn(id, newest, principal));
        engine.log().purge();
        return removed[0];
    }

    /** Looks at a segment up to its newest revision. */
    private interface Visit {
        void visit(StateId segment, long newest);
    }

    private void segments(Progress progress, Visit visit) {
        StateWalk.of(engine.log(), HeaderFilter.ALL, progress, listed -> {
            if (AuditSegments.isSegment(listed.id())) {
                visit.visit(listed.id(), listed.revision());
            }
        });
    }

    private long countIn(StateId segment, long newest, String principal) {
        long[] count = {0};
        entries(segment, newest, entry -> count[0] += entry.principal().equals(principal) ? 1 : 0);
        return count[0];
    }

    /** Another process may be writing to the segment: it is erased as it was copied, or copied again. */
    private long forgetIn(StateId segment, long newest, String principal) {
        long last = newest;
        for (int round = 0; round < ROUNDS; round++) {
            long count = countIn(segment, last, principal);
            if (count == 0) {
                return 0;
            }
            copyOthers(segment, last, principal);
            CommandOutcome outcome = engine.execute(Command.of(segment, Actors.ENGINE, null, new Change.Erase(last)));
            if (outcome instanceof CommandOutcome.Done) {
                return count;
            }
            last = engine.log().head(segment, Consistency.LINEARIZABLE) instanceof Head.Live head ? head.revision() : 0;
        }
        throw StoreUnavailableException.unusable("a segment of the audit log is written to all the time");
    }

    private void copyOthers(StateId segment, long newest, String principal) {
        entries(segment, newest, entry -> {
            if (!entry.principal().equals(principal) && !entry.at().isBefore(oldest)) {
                waiting.add(entry);
                store(MOST_AT_ONCE);
            }
        });
        store(1);
    }

    private void store(int least) {
        if (waiting.size() >= least) {
            copies.append(List.copyOf(waiting));
            waiting.clear();
        }
    }

    private void entries(StateId segment, long newest, Consumer<AuditEntry> take) {
        AuditSegmentReader reader = new AuditSegmentReader(engine.history(), segment, newest, 1);
        for (Event event = reader.peek(); event != null; event = reader.peek()) {
            AuditSegmentReader.entries(event).forEach(take);
            reader.skip();
        }
    }
}
