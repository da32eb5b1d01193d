package dev.holdfast.engine;

import dev.holdfast.engine.custody.AuditedSubject;
import dev.holdfast.engine.custody.CertificateCheck;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.custody.Finding;
import dev.holdfast.engine.custody.Subject;
import dev.holdfast.engine.custody.SubjectErasure;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Subjects;
import dev.holdfast.engine.internal.history.Certificates;
import dev.holdfast.engine.internal.trail.Trail;
import dev.holdfast.engine.spi.StateId;
import java.io.IOException;
import java.io.Reader;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds about a principal, or about what a label stands for, and its erasure: for operators, who act for
 * no principal. Safe for use by many threads.
 */
public final class Privacy {
    private final Engine engine;
    private final Subjects subjects;
    private final @Nullable Trail trail;

    Privacy(Engine engine, @Nullable Trail trail) {
        this.engine = engine;
        this.trail = trail;
        this.subjects = new Subjects(engine);
    }

    /**
     * Tells of every state that holds something about a subject, one after the other. For a principal the events of all
     * states are looked at, so this may take long; events that were compacted are no longer told apart.
     *
     * @return the states that are damaged: what they hold about the subject is not known, or was told only in part
     */
    public List<Damage> report(Subject subject, Consumer<Finding> found, Progress progress) {
        return subjects.find(subject, found, progress);
    }

    /** What the audit log has of a subject that is a principal; nothing if this engine keeps none. */
    public AuditedSubject audited(Subject subject, Progress progress) {
        return trail != null && subject instanceof Subject.OfPrincipal(String id)
                ? trail.count(id, progress)
                : AuditedSubject.NOTHING;
    }

    /**
     * Erases states with their history, ends the access of a subject to states of others, and removes what internal
     * states and the audit log of this engine have of it: its sessions and tasks end. What is erased already is
     * passed over, so a call that was cut short is made again.
     *
     * @param held the states to erase
     * @param shared the states that are no longer shared with the subject
     */
    public SubjectErasure erase(Subject subject, Set<StateId> held, Set<StateId> shared, Progress progress) {
        SubjectErasure erasure = subjects.erase(subject, held, shared, progress);
        if (trail == null || !(subject instanceof Subject.OfPrincipal(String id))) {
            return erasure;
        }
        AuditedSubject audited = trail.forget(id, progress);
        List<Damage> damages = new ArrayList<>(erasure.damages());
        damages.addAll(audited.damages());
        return new SubjectErasure(
                erasure.erased(), erasure.unshared(), erasure.left(), erasure.internal(), audited.entries(), damages);
    }

    /**
     * Writes a certificate that names those of the states that are erased, with their last revision and hash, and
     * those of which it certifies nothing since they are damaged.
     *
     * @param damages what could not be read of the subject, as {@link #report} and {@link #erase} tell it
     * @param key an Ed25519 key that signs it; null for one without signature
     * @return how many states it names
     * @throws IOException if it cannot be written; it is of no use then
     */
    public long certify(
            Subject subject,
            Collection<StateId> states,
            Collection<Damage> damages,
            Appendable to,
            @Nullable PrivateKey key)
            throws IOException {
        String vault = engine.history().stored().sealing().vault();
        Set<StateId> unknown = new TreeSet<>();
        for (Damage damage : damages) {
            StateId state = damage.state();
            if (state != null) {
                unknown.add(state);
            }
        }
        return new Certificates(engine.log(), engine.now(), subject.toString(), vault).write(states, unknown, to, key);
    }

    /**
     * Holds the store against a certificate: a state that it names must not be there again.
     *
     * @param key the Ed25519 key that must have signed it; null to leave its signature unchecked
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is none, was altered or cut short, or was not signed with the key
     */
    public CertificateCheck check(Reader certificate, @Nullable PublicKey key, Progress progress) throws IOException {
        return Certificates.check(engine.log(), certificate, key, progress);
    }

    @Override
    public String toString() {
        return "Privacy[of " + engine.log().info().id() + "]";
    }
}
