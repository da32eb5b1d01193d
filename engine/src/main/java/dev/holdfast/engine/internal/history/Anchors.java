package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Progress;
import dev.holdfast.engine.custody.AnchorCheck;
import dev.holdfast.engine.custody.Anchored;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anchors: the newest revision and hash of every state, kept elsewhere. A chain shows by itself what was altered within
 * it; what was cut off its end, or replaced as a whole, shows only against something that was kept apart.
 */
public final class Anchors {
    private static final int BYTES = 1 << 20;

    private final List<Damage> damages = new ArrayList<>();

    /** The one that is held against the present part of the anchor. */
    private CommitLog log;

    private long states;
    private long compacted;
    private long erased;

    private Anchors(CommitLog log) {
        this.log = log;
    }

    /**
     * Writes an anchor. Each state is named as it is when the walk reaches it; one that is damaged is passed over.
     *
     * @param audit the store of the audit log, which the anchor covers too; null if there is none
     */
    public static Anchored write(
            CommitLog log,
            @Nullable CommitLog audit,
            Instant at,
            Appendable to,
            @Nullable PrivateKey key,
            Progress progress)
            throws IOException {
        List<Damage> damages = new ArrayList<>();
        String other = audit == null ? null : audit.info().id();
        long states =
                write(log, new AnchorText.Heading(at, log.info().id(), null, null, other), to, key, damages, progress);
        if (audit != null) {
            AnchorText.Heading heading = new AnchorText.Heading(at, audit.info().id(), null, null, null);
            states += write(audit, heading, to, key, damages, progress);
        }
        return new Anchored(states, damages);
    }

    private static long write(
            CommitLog log,
            AnchorText.Heading heading,
            Appendable to,
            @Nullable PrivateKey key,
            List<Damage> damages,
            Progress progress)
            throws IOException {
        AnchorText text = new AnchorText(AnchorText.ANCHOR);
        text.write(to, AnchorText.json(heading));
        long[] states = {0};
        try {
            StateWalk.ids(log, progress, id -> {
                if (head(log, id, damages) instanceof Head.Live head) {
                    write(text, to, new AnchorText.Point(id, head.revision(), head.hash()));
                    states[0]++;
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        text.end(to, states[0], key);
        return states[0];
    }

    /** Where a state stands; nowhere, and remembered, if it is damaged. */
    private static Head head(CommitLog log, StateId id, List<Damage> damages) {
        try {
            return log.head(id, Consistency.LINEARIZABLE);
        } catch (StoreUnavailableException e) {
            if (e.damagedRevision().isEmpty()) {
                throw e;
            }
            damages.add(new Damage(id, e.damagedRevision().getAsLong(), "it cannot be read: " + e.getMessage()));
            return Head.ABSENT;
        }
    }

    private static void write(AnchorText text, Appendable to, AnchorText.Point point) {
        try {
            text.write(to, AnchorText.json(point));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Holds a store against an anchor, and its audit log if the anchor covers it.
     *
     * @param audit the store of the audit log; null if it is not open
     * @param key who must have signed it; null to leave its signature unchecked
     * @throws IllegalArgumentException if it is none, was altered or cut short, was not signed with the key, or covers
     *     an audit log that is not open
     */
    public static AnchorCheck check(
            CommitLog log, @Nullable CommitLog audit, Reader from, @Nullable PublicKey key, Progress progress)
            throws IOException {
        Anchors anchors = new Anchors(log);
        AnchorText.Heading heading = anchors.check(log, from, key, progress);
        if (heading.audit() != null) {
            if (audit == null) {
                throw new IllegalArgumentException(
                        "the anchor is of an audit log too; say where that is, with --audit or HOLDFAST_AUDIT");
            }
            anchors.check(audit, from, key, progress);
        }
        return new AnchorCheck(
                heading.at(), anchors.states, anchors.compacted, anchors.erased, key != null, anchors.damages);
    }

    private AnchorText.Heading check(CommitLog held, Reader from, @Nullable PublicKey key, Progress progress)
            throws IOException {
        log = held;
        AnchorText text = new AnchorText(AnchorText.ANCHOR);
        AnchorText.Heading heading = text.heading(text.read(from));
        if (!heading.store().equals(held.info().id())) {
            damages.add(new Damage(null, 0, "it is not the store of the anchor, " + heading.store()));
        }
        long named = 0;
        JsonObject line = text.read(from);
        for (; !line.has("digest"); line = text.read(from)) {
            check(text.point(line));
            named++;
            progress.done(++states);
        }
        text.requireEnd(line, named, key);
        return heading;
    }

    private void check(AnchorText.Point point) {
        try {
            switch (log.head(point.state(), Consistency.LINEARIZABLE)) {
                case Head.Absent absent -> damaged(point, "the state is gone, which was at this revision");
                case Head.Deleted head -> {
                    erased++;
                    compare(point, head.revision(), head.hash());
                }
                case Head.Live head -> {
                    compare(point, head.revision(), head.hash());
                    if (head.revision() > point.revision()) {
                        within(point);
                    }
                }
            }
        } catch (StoreUnavailableException e) {
            damaged(point, "it cannot be read: " + e.getMessage());
        }
    }

    /** Compares the end of the state's log. */
    private void compare(AnchorText.Point point, long revision, Bytes hash) {
        if (revision < point.revision()) {
            damaged(point, "the state was cut off, or put back: it ends at revision " + revision);
        } else if (revision == point.revision() && !hash.equals(point.hash())) {
            replaced(point);
        }
    }

    /** Compares the commit of that revision, after which there are others. */
    private void within(AnchorText.Point point) {
        CommitPage page = log.read(point.state(), point.revision(), 1, BYTES, Consistency.LINEARIZABLE);
        Base base = page.base();
        if (base != null && base.revision() > point.revision()) {
            compacted++;
        } else if (!point.hash().equals(hash(page, base, point.revision()))) {
            replaced(point);
        }
    }

    private static @Nullable Bytes hash(CommitPage page, @Nullable Base base, long revision) {
        if (base != null && base.revision() == revision) {
            return base.hash();
        }
        return page.commits().isEmpty() || page.commits().getFirst().revision() != revision
                ? null
                : page.commits().getFirst().hash();
    }

    private void replaced(AnchorText.Point point) {
        damaged(point, "another event stands in the place of the one that the anchor names");
    }

    private void damaged(AnchorText.Point point, String what) {
        damages.add(new Damage(point.state(), point.revision(), what));
    }
}
