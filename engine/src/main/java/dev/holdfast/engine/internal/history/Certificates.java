package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Damage;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.CertificateCheck;
import dev.holdfast.engine.internal.history.AnchorText.Heading;
import dev.holdfast.engine.internal.history.AnchorText.Point;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Certificates of erasures: the last revision and hash of each state that is gone, which its tombstone keeps. */
public final class Certificates {
    private Certificates() {}

    /**
     * Certifies the erasure of those states that are erased, and leaves out the others.
     *
     * @param vault the vault that had their keys; null if the store is not encrypted
     * @return how many it names
     */
    public static long write(
            CommitLog log,
            Instant at,
            String subject,
            @Nullable String vault,
            Collection<StateId> states,
            Appendable to,
            @Nullable PrivateKey key)
            throws IOException {
        AnchorText text = new AnchorText(AnchorText.CERTIFICATE);
        text.write(to, AnchorText.json(new Heading(at, log.info().id(), subject, vault)));
        long erased = 0;
        for (StateId state : states) {
            if (log.head(state, Consistency.LINEARIZABLE) instanceof Head.Deleted(long revision, var hash)) {
                text.write(to, AnchorText.json(new Point(state, revision, hash)));
                erased++;
            }
        }
        text.end(to, erased, key);
        return erased;
    }

    /**
     * Finds what is there again. A state that is not there at all was never in this store, or went with its tombstone.
     *
     * @throws IllegalArgumentException if it is none, was altered or cut short, or was not signed with the key
     */
    public static CertificateCheck check(CommitLog log, Reader from, @Nullable PublicKey key, Progress progress)
            throws IOException {
        AnchorText text = new AnchorText(AnchorText.CERTIFICATE);
        Heading heading = text.heading(text.read(from));
        List<Damage> damages = new ArrayList<>();
        long states = 0;
        JsonObject line = text.read(from);
        for (; !line.has("digest"); line = text.read(from)) {
            Point point = text.point(line);
            if (log.head(point.state(), Consistency.LINEARIZABLE) instanceof Head.Live) {
                damages.add(new Damage(point.state(), point.revision(), "the state is there, which was erased"));
            }
            progress.done(++states);
        }
        text.requireEnd(line, states, key);
        String subject = Objects.requireNonNull(heading.subject());
        return new CertificateCheck(heading.at(), subject, states, key != null, damages);
    }
}
