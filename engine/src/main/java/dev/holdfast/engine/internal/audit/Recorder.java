package dev.holdfast.engine.internal.audit;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.spi.StateId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Is told of what principals do. What the engine does by itself, and what the embedding program keeps for itself, is
 * not written down. Safe for use by many threads.
 */
public sealed interface Recorder permits AuditLedger, Recorder.Off {
    /** Writes nothing down. */
    Recorder OFF = new Off();

    /**
     * A principal is about to be shown states. Returns once that is durable.
     *
     * @param seen the states at the revisions that are shown
     * @throws HoldfastException {@code unavailable} if it cannot be written down, so that they must not be shown
     */
    void read(Principal principal, AuditKind kind, List<Version> seen);

    /**
     * A principal is about to be shown a list of states, of which each is told by its header alone.
     *
     * @param count how many
     * @throws HoldfastException as {@link #read}
     */
    void listed(Principal principal, int count);

    /**
     * A principal is about to be shown the audit log.
     *
     * @throws HoldfastException as {@link #read}
     */
    void audited(Principal principal);

    /** A call was refused. It is counted, together with others like it, and nothing waits for that. */
    void refused(Principal principal, AuditKind kind, @Nullable StateId state, Failure.Code code);

    /**
     * A principal is about to change a state. Returns once that is durable.
     *
     * @return why the change must not be carried out, if it cannot be written down
     */
    Optional<Failure> asked(Principal principal, AuditKind kind, StateId state);

    /** What became of a change that was {@linkplain #asked asked for}. Nothing waits until it is stored. */
    void came(Principal principal, AuditKind kind, StateId state, String outcome, long revision);

    /** Writes nothing down. */
    final class Off implements Recorder {
        private Off() {}

        @Override
        public void read(Principal principal, AuditKind kind, List<Version> seen) {
            // It is off.
        }

        @Override
        public void listed(Principal principal, int count) {
            // It is off.
        }

        @Override
        public void audited(Principal principal) {
            // It is off.
        }

        @Override
        public void refused(Principal principal, AuditKind kind, @Nullable StateId state, Failure.Code code) {
            // It is off.
        }

        @Override
        public Optional<Failure> asked(Principal principal, AuditKind kind, StateId state) {
            return Optional.empty();
        }

        @Override
        public void came(Principal principal, AuditKind kind, StateId state, String outcome, long revision) {
            // It is off.
        }
    }
}
