package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.function.Consumer;

/**
 * Visits what is stored of one state, page by page, as it is stored: its base, if it has one, and its commits up to the
 * head it has when the walk begins. The chain is checked on the way, which needs no keys: what is broken is never
 * visited as if it was sound.
 */
public final class CommitWalk {
    private static final int PAGE_COMMITS = 1_000;
    private static final int PAGE_BYTES = 4 << 20;

    private final CommitLog log;
    private final StateId id;
    private final Consumer<Base> bases;
    private final Consumer<Commit> commits;
    private long revision;
    private Bytes hash;

    private CommitWalk(CommitLog log, StateId id, Head.Live after, Consumer<Base> bases, Consumer<Commit> commits) {
        this.log = log;
        this.id = id;
        this.bases = bases;
        this.commits = commits;
        this.revision = after.revision();
        this.hash = after.hash();
    }

    /**
     * Visits all there is; nothing of a state that is absent or erased.
     *
     * @return the end of what was visited; absent if the state was erased meanwhile
     * @throws StoreUnavailableException if the store or the state cannot be read, or the state is damaged
     */
    public static Head of(CommitLog log, StateId id, Consumer<Base> bases, Consumer<Commit> commits) {
        return after(log, id, new Head.Live(0, Image.NO_HASH), bases, commits);
    }

    /** The same for what follows a revision with that hash. */
    public static Head after(
            CommitLog log, StateId id, Head.Live after, Consumer<Base> bases, Consumer<Commit> commits) {
        return log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live head
                ? new CommitWalk(log, id, after, bases, commits).upTo(head.revision())
                : Head.ABSENT;
    }

    private Head upTo(long last) {
        while (revision < last) {
            long before = revision;
            page(log.read(id, revision + 1, PAGE_COMMITS, PAGE_BYTES, Consistency.LINEARIZABLE), last);
            if (revision == before) {
                return gone();
            }
        }
        return new Head.Live(revision, hash);
    }

    private void page(CommitPage page, long last) {
        Base base = page.base();
        if (base != null) {
            bases.accept(base);
            revision = base.revision();
            hash = base.hash();
        }
        for (Commit commit : page.commits()) {
            if (commit.revision() > last) {
                return;
            }
            visit(commit);
        }
    }

    private void visit(Commit commit) {
        if (commit.revision() != revision + 1 || !follows(commit)) {
            throw StoreUnavailableException.damaged(id, revision + 1);
        }
        commits.accept(commit);
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

    /** It was erased since the walk began, or the log lacks what its head says. */
    private Head gone() {
        if (log.head(id, Consistency.LINEARIZABLE) instanceof Head.Live) {
            throw StoreUnavailableException.damaged(id, revision + 1);
        }
        return Head.ABSENT;
    }
}
