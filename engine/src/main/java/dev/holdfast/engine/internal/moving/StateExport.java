package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;

/**
 * Writes what is stored of one state, from a revision on up to the newest there is now, and checks the chain while it
 * does: what is broken is not exported as if it was sound.
 */
final class StateExport {
    private static final int PAGE_COMMITS = 1_000;
    private static final int PAGE_BYTES = 4 << 20;

    private final CommitLog log;
    private final StoredEvents stored;
    private final ExportWriter writer;
    private final StateId id;
    private final StateHeader header;
    private long revision;
    private Bytes hash = Image.NO_HASH;

    StateExport(CommitLog log, StoredEvents stored, ExportWriter writer, StateId id, StateHeader header) {
        this.log = log;
        this.stored = stored;
        this.writer = writer;
        this.id = id;
        this.header = header;
    }

    /**
     * Writes the lines of the state; of one that is erased by now, none or lines that do not count.
     *
     * @param after the revision that they follow, and its hash
     * @return the revision and hash that they end with
     * @throws StoreUnavailableException if the state cannot be read, or is damaged
     */
    Head write(long after, Bytes afterHash) {
        revision = after;
        hash = afterHash;
        if (!(log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live head)) {
            return Head.ABSENT;
        }
        writer.begin(id, after, header);
        while (revision < head.revision()) {
            long before = revision;
            page(log.read(id, revision + 1, PAGE_COMMITS, PAGE_BYTES, Consistency.LINEARIZABLE), head.revision());
            if (revision == before) {
                return gone();
            }
        }
        writer.done(id, revision, hash);
        return new Head.Live(revision, hash);
    }

    private void page(CommitPage page, long last) {
        Base base = page.base();
        if (base != null) {
            writer.base(id, stored.image(id, base).at(), base);
            revision = base.revision();
            hash = base.hash();
        }
        for (Commit commit : page.commits()) {
            if (commit.revision() > last) {
                return;
            }
            event(commit);
        }
    }

    private void event(Commit commit) {
        boolean sound = commit.revision() == revision + 1 && follows(commit);
        if (!sound) {
            throw StoreUnavailableException.damaged(id, revision + 1);
        }
        writer.event(commit.event());
        revision = commit.revision();
        hash = commit.hash();
    }

    private boolean follows(Commit commit) {
        try {
            return EventCodec.verifies(commit.event(), hash);
        } catch (RuntimeException e) {
            return false; // what cannot be read does not follow
        }
    }

    /** It was erased since it was listed, or the log lacks what its head says. */
    private Head gone() {
        if (log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live) {
            throw StoreUnavailableException.damaged(id, revision + 1);
        }
        writer.erased(id);
        return Head.ABSENT;
    }
}
