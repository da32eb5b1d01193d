package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.custody.AuditedSubject;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.commit.CommandOutcome;
import dev.holdfast.engine.internal.decision.Change;
import dev.holdfast.engine.internal.decision.Command;
import dev.holdfast.engine.internal.history.StateSurvey;
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
import org.jspecify.annotations.Nullable;

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
    private final List<Long> revisions = new ArrayList<>();

    /** The segment that those which wait stood in first. */
    private @Nullable StateId from;

    AuditForgetting(Engine engine, Auditing auditing) {
        this.engine = engine;
        this.copies = new AuditSegments(engine, auditing);
        this.oldest = engine.now().minus(auditing.kept());
    }

    /** What there is of a principal. */
    AuditedSubject count(String principal, Progress progress) {
        return segments(progress, (id, newest) -> countIn(id, newest, principal));
    }

    /** Removes the entries of a principal, and answers what there was. A segment that is damaged is left as it is. */
    AuditedSubject forget(String principal, Progress progress) {
        AuditedSubject removed = segments(progress, (id, newest) -> forgetIn(id, newest, principal));
        engine.log().purge();
        return removed;
    }

    /** Looks at a segment up to its newest revision, and answers how many entries it had. */
    private interface Visit {
        long visit(StateId segment, long newest);
    }

    private AuditedSubject segments(Progress progress, Visit visit) {
        StateSurvey survey = new StateSurvey(engine.log(), engine.history());
        long[] entries = {0};
        survey.walk(
                HeaderFilter.ALL,
                AuditSegments::isSegment,
                progress,
                listed -> entries[0] += visit.visit(listed.id(), listed.revision()));
        return new AuditedSubject(entries[0], survey.damages());
    }

    private long countIn(StateId segment, long newest, String principal) {
        long[] count = {0};
        events(
                segment,
                newest,
                event -> count[0] += AuditSegmentReader.entries(event).stream()
                        .filter(entry -> entry.principal().equals(principal))
                        .count());
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

    /** What was copied before keeps the origin that it had. What stood at one revision stays together. */
    private void copyOthers(StateId segment, long newest, String principal) {
        events(segment, newest, event -> {
            AuditBatch batch = AuditBatch.of(event);
            AuditBatch.Origin origin = batch.origin();
            StateId root = origin == null ? segment : origin.segment();
            if (!root.equals(from) || waiting.size() >= MOST_AT_ONCE) {
                store();
                from = root;
            }
            for (int i = 0; i < batch.entries().size(); i++) {
                AuditEntry entry = batch.entries().get(i);
                if (!entry.principal().equals(principal) && !entry.at().isBefore(oldest)) {
                    waiting.add(entry);
                    revisions.add(
                            origin == null
                                    ? event.revision()
                                    : origin.revisions().get(i));
                }
            }
        });
        store();
    }

    private void store() {
        if (from != null && !waiting.isEmpty()) {
            copies.append(new AuditBatch(waiting, new AuditBatch.Origin(from, revisions)));
        }
        waiting.clear();
        revisions.clear();
    }

    private void events(StateId segment, long newest, Consumer<Event> take) {
        AuditSegmentReader reader = new AuditSegmentReader(engine.history(), segment, newest, 1);
        for (Event event = reader.peek(); event != null; event = reader.peek()) {
            take.accept(event);
            reader.skip();
        }
    }
}
