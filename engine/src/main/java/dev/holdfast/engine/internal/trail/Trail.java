package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.audit.AuditPage;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.engine.custody.AuditedSubject;
import dev.holdfast.engine.internal.audit.AuditLedger;
import dev.holdfast.engine.internal.audit.Recorder;
import dev.holdfast.engine.internal.call.Custody;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.history.Verifier;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The audit log of an engine, in an engine of its own on a store of its own: so that it has the same chain, the same
 * encryption and the same ends of life as states have. Safe for use by many threads.
 */
public final class Trail implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Trail.class.getName());

    private final Engine engine;
    private final Auditing auditing;
    private final AuditLedger ledger;

    private Trail(Engine engine, Auditing auditing) {
        this.engine = engine;
        this.auditing = auditing;
        this.ledger = new AuditLedger(new AuditSegments(engine, auditing), engine::now, auditing);
    }

    /**
     * Opens an audit log.
     *
     * @param opener opens its store
     * @param engines makes an engine on it
     * @param sealing the keys of the store that the log is of
     * @return null if it cannot be opened and only the operator goes on without
     * @throws StoreUnavailableException if it cannot be opened
     */
    public static @Nullable Trail open(
            Auditing auditing, Supplier<CommitLog> opener, Function<CommitLog, Engine> engines, Sealing sealing) {
        try {
            return new Trail(engine(opener.get(), engines, sealing), auditing);
        } catch (StoreUnavailableException e) {
            if (!auditing.isForOperator()) {
                throw StoreUnavailableException.unusable("the audit log cannot be opened: " + e.getMessage());
            }
            LOGGER.log(Level.WARNING, "the audit log cannot be opened, so nothing is recorded: " + e.getMessage());
            return null;
        }
    }

    private static Engine engine(CommitLog log, Function<CommitLog, Engine> engines, Sealing sealing) {
        Engine engine = null;
        boolean done = false;
        try {
            Custody.requireOf(log, sealing);
            engine = engines.apply(log);
            Custody.claim(engine);
            done = true;
            return engine;
        } finally {
            if (!done && engine != null) {
                engine.close();
            } else if (!done) {
                log.close();
            }
        }
    }

    /** The identity of the log's store. */
    public String id() {
        return engine.log().info().id();
    }

    /** Records that a principal ends the log, before it does. */
    public void ending(Principal principal) {
        ledger.ending(principal);
    }

    /** What is told of every call. */
    public Recorder recorder() {
        return ledger;
    }

    /**
     * One page of the log, which includes all that this process has recorded before. That it is read is recorded first.
     *
     * @throws dev.holdfast.engine.HoldfastException {@code invalid} if the cursor is malformed, {@code unavailable} if
     *     that it is read cannot be recorded
     */
    public AuditPage read(Principal reader, AuditQuery query) {
        ledger.audited(reader);
        ledger.flush();
        return new AuditReading(engine, query).page();
    }

    /** Follows the log. That it is read is recorded first, once. */
    public AuditFollowing follow(Principal reader, AuditQuery query) {
        AuditFollowing following = new AuditFollowing(engine, query);
        ledger.audited(reader);
        return following;
    }

    /** Counts a call that was refused before it reached the engine. */
    public void refused(Principal principal, Failure.Code code) {
        ledger.refused(principal, AuditKind.ANY, null, code);
    }

    /** What the log has of a principal. */
    public AuditedSubject count(String principal, Progress progress) {
        ledger.flush();
        return new AuditForgetting(engine, auditing).count(principal, progress);
    }

    /** Removes the entries of a principal from the log, and answers what it had. */
    public AuditedSubject forget(String principal, Progress progress) {
        ledger.flush();
        return new AuditForgetting(engine, auditing).forget(principal, progress);
    }

    /** The store of the log, with all in it that was recorded by now. */
    public CommitLog stored() {
        ledger.flush();
        return engine.log();
    }

    /** Checks the log as a store is checked. */
    public Verification verify(Progress progress) {
        return new Verifier(engine.log(), engine.history().stored()).verify(progress);
    }

    /** Carries out what time asks for in the log. */
    public int carryOutDue() {
        return engine.carryOutDue();
    }

    /**
     * Closes an engine, its audit log and the keys of both, as far as they were opened. The log is closed after what is
     * recorded in it.
     */
    public static void close(@Nullable Engine engine, @Nullable Trail trail, Sealing sealing) {
        try {
            if (engine != null) {
                engine.close();
            }
        } finally {
            try {
                if (trail != null) {
                    trail.close();
                }
            } finally {
                sealing.close();
            }
        }
    }

    @Override
    public void close() {
        ledger.close();
        engine.close();
    }
}
