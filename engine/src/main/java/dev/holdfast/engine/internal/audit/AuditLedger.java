package dev.holdfast.engine.internal.audit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Refusals;
import dev.holdfast.engine.spi.StateId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what principals do. One thread stores it: what gathers while a batch is being stored is the next batch,
 * and pays one sync together. Calls wait until their entries are durable; refusals are only counted (AUDIT-3).
 */
public final class AuditLedger implements Recorder, AutoCloseable {
    private static final Logger LOGGER = System.getLogger(AuditLedger.class.getName());

    /** A disk that does not answer must not keep a process alive. */
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final Journal journal;
    private final InstantSource clock;
    private final String via;
    private final boolean operator;
    private final Slips slips;
    private final Thread thread;

    /**
     * @param journal where it is stored; called by one thread
     * @param auditing how
     */
    public AuditLedger(Journal journal, InstantSource clock, Auditing auditing) {
        this.journal = journal;
        this.clock = clock;
        this.via = auditing.via();
        this.operator = auditing.isForOperator();
        this.slips = new Slips(clock, via);
        this.thread = Thread.ofPlatform().name("holdfast-audit").daemon().start(this::store);
    }

    // --- What it is told

    @Override
    public void read(Principal principal, AuditKind kind, List<Version> seen) {
        List<AuditEntry> entries = isOwn(principal)
                ? List.of()
                : seen.stream()
                        .filter(version -> version.state().isHandle())
                        .map(version -> entry(principal, kind, version.state(), AuditEntry.OK, version.revision(), 1))
                        .toList();
        require(entries);
    }

    @Override
    public void listed(Principal principal, int count) {
        require(
                isOwn(principal)
                        ? List.of()
                        : List.of(entry(principal, AuditKind.LIST, null, AuditEntry.OK, 0, count)));
    }

    @Override
    public void audited(Principal principal) {
        require(List.of(entry(principal, AuditKind.AUDIT, null, AuditEntry.OK, 0, 1)));
    }

    /**
     * A principal is about to end the log of the store. Returns once that is durable, or cannot be for the operator.
     *
     * @throws dev.holdfast.engine.HoldfastException as {@link #read}
     */
    public void ending(Principal principal) {
        require(List.of(entry(principal, AuditKind.END_AUDIT, null, AuditEntry.OK, 0, 1)));
    }

    @Override
    public void refused(Principal principal, AuditKind kind, @Nullable StateId state, Failure.Code code) {
        if (!isOwn(principal) && (state == null || state.isHandle())) {
            slips.count(entry(principal, kind, state, code.wire(), 0, 1));
        }
    }

    @Override
    public Optional<Failure> asked(Principal principal, AuditKind kind, StateId state) {
        return isOwn(principal) || !state.isHandle()
                ? Optional.empty()
                : kept(List.of(entry(principal, kind, state, AuditEntry.ASKED, 0, 1)));
    }

    @Override
    public void came(Principal principal, AuditKind kind, StateId state, String outcome, long revision) {
        if (!isOwn(principal) && state.isHandle()) {
            slips.add(Slip.unawaited(List.of(entry(principal, kind, state, outcome, revision, 1))));
        }
    }

    /** Stores what was told up to now, refusals that are still being counted included, as far as that is possible. */
    public void flush() {
        slips.tellCounted();
        boolean stored = isStored(List.of());
        LOGGER.log(Level.DEBUG, () -> "the audit log is flushed: " + stored);
    }

    private static boolean isOwn(Principal principal) {
        return Actors.isInternal(principal.id());
    }

    private AuditEntry entry(
            Principal principal, AuditKind kind, @Nullable StateId state, String outcome, long revision, long count) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new AuditEntry(now, principal.id(), kind, state, outcome, revision, count, via);
    }

    // --- What is answered

    private void require(List<AuditEntry> entries) {
        kept(entries).ifPresent(failure -> {
            throw failure.toException();
        });
    }

    private Optional<Failure> kept(List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return Optional.empty();
        } else if (operator && slips.isFailing()) {
            slips.add(Slip.unawaited(entries));
            return Optional.empty();
        }
        return isStored(entries) || operator ? Optional.empty() : Optional.of(Refusals.unaudited());
    }

    private boolean isStored(List<AuditEntry> entries) {
        CompletableFuture<Boolean> stored = new CompletableFuture<>();
        return slips.add(new Slip(entries, stored)) && stored.join();
    }

    // --- What is stored

    private void store() {
        boolean more = true;
        while (more) {
            try {
                Slips.Batch batch = slips.take();
                more = batch != null;
                if (batch != null) {
                    store(batch);
                }
            } catch (InterruptedException e) {
                LOGGER.log(Level.WARNING, "the thread of the audit log was interrupted and goes on", e);
            }
        }
    }

    private void store(Slips.Batch batch) {
        boolean durable = false;
        try {
            List<AuditEntry> entries = batch.entries();
            if (!entries.isEmpty()) {
                journal.append(entries);
            }
            durable = true;
        } catch (RuntimeException | Error e) {
            // Even an error must not end the one thread that all calls wait for.
            if (!slips.isFailing()) {
                LOGGER.log(Level.WARNING, "the audit log is not available: " + e.getMessage());
            }
        }
        if (durable) {
            slips.stored();
        } else {
            slips.failed(batch, operator);
        }
        for (Slip slip : batch.slips()) {
            slip.complete(durable);
        }
    }

    /** Stores what it was told and takes no more; calls that come later are refused. */
    @Override
    public void close() {
        slips.close();
        boolean interrupted = false;
        long deadline = System.nanoTime() + LONGEST_END.toNanos();
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(LONGEST_END);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
