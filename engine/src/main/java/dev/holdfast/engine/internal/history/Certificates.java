package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.CertificateCheck;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.internal.history.AnchorText.Heading;
import dev.holdfast.engine.internal.history.AnchorText.Point;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
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

/**
 * Certificates of erasures: the last revision and hash of each state that is gone, which its tombstone keeps.
 *
 * @param at when it is certified
 * @param vault the vault that had the keys of the states; null if the store is not encrypted
 */
public record Certificates(
        CommitLog log, Instant at, String subject, @Nullable String vault) {
    /** The member of a line that names a state of which nothing is certified. */
    private static final String DAMAGED = "damaged";

    /**
     * Certifies the erasure of those states that are erased, and leaves out the others.
     *
     * @param unknown states that may hold something about the subject, and could not be looked into; those of them that
     *     are there are named as such
     * @return how many erased ones it names
     */
    public long write(Collection<StateId> states, Collection<StateId> unknown, Appendable to, @Nullable PrivateKey key)
            throws IOException {
        AnchorText text = new AnchorText(AnchorText.CERTIFICATE);
        text.write(to, AnchorText.json(new Heading(at, log.info().id(), subject, vault, null)));
        long erased = 0;
        for (StateId state : states) {
            if (head(state) instanceof Head.Deleted(long revision, var hash)) {
                text.write(to, AnchorText.json(new Point(state, revision, hash)));
                erased++;
            }
        }
        for (StateId state : unknown) {
            if (!(head(state) instanceof Head.Deleted)) {
                text.write(to, JsonObject.of(DAMAGED, Json.of(state.value())));
            }
        }
        text.end(to, erased, key);
        return erased;
    }

    /** Where a state stands; null if that cannot be told, since it is damaged. */
    private @Nullable Head head(StateId state) {
        try {
            return log.head(state, Consistency.LINEARIZABLE);
        } catch (StoreUnavailableException e) {
            if (e.damagedRevision().isEmpty()) {
                throw e;
            }
            return null;
        }
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
        long unknown = 0;
        JsonObject line = text.read(from);
        for (; !line.has("digest"); line = text.read(from)) {
            if (line.string(DAMAGED) != null) {
                unknown++;
                continue;
            }
            Point point = text.point(line);
            if (log.head(point.state(), Consistency.LINEARIZABLE) instanceof Head.Live) {
                damages.add(new Damage(point.state(), point.revision(), "the state is there, which was erased"));
            }
            progress.done(++states);
        }
        text.requireEnd(line, states, key);
        String subject = Objects.requireNonNull(heading.subject());
        return new CertificateCheck(heading.at(), subject, states, unknown, key != null, damages);
    }
}
