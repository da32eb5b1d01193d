package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.StoredImages;
import dev.holdfast.engine.internal.seal.SealException;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a store and checks for every state, from its base or its beginning on: revisions have no gaps, events
 * decode, follow from the hash before them and agree with what is stored beside them, times never decrease, and head,
 * header and snapshot equal the result of folding the events. The store compares what else it keeps. Damage is
 * recorded, and the walk continues.
 *
 * <p>States may be written to meanwhile: each is checked up to the revision it had when the walk reached it.
 */
public final class Verifier {
    private static final int PAGE_COMMITS = 1_000;
    private static final int PAGE_BYTES = 4 << 20;

    private final CommitLog log;
    private final StoredEvents stored;
    private final List<Damage> damages = new ArrayList<>();
    private long commits;
    private long bytes;

    /** @param stored reads what the log holds */
    public Verifier(CommitLog log, StoredEvents stored) {
        this.log = log;
        this.stored = stored;
    }

    public Verification verify(Progress progress) {
        log.inspect(found -> damages.add(new Damage(found.state(), found.revision(), found.what())));
        long states = StateWalk.of(log, HeaderFilter.ALL, progress, this::check);
        return new Verification(states, commits, bytes, damages);
    }

    private void check(StatePage.Listed listed) {
        try {
            new Walk(listed).check();
        } catch (StoreUnavailableException e) {
            damages.add(new Damage(listed.id(), e.damagedRevision().orElse(0), "it cannot be read: " + e.getMessage()));
        }
    }

    /** The check of one state. */
    private final class Walk {
        private final StatePage.Listed listed;
        private final StateId id;
        private final @Nullable Snapshot snapshot;

        /** The image after the events so far; null after one of them is damaged. */
        private @Nullable Image image;

        private long revision;
        private Bytes hash = Image.NO_HASH;

        Walk(StatePage.Listed listed) {
            this.listed = listed;
            this.id = listed.id();
            this.image = Image.absent(id);
            this.snapshot = log.snapshots().find(id).orElse(null);
        }

        void check() {
            boolean more = true;
            while (more && revision < listed.revision()) {
                CommitPage page = log.read(id, revision + 1, PAGE_COMMITS, PAGE_BYTES, Consistency.LINEARIZABLE);
                if (page.base() != null) {
                    base(page.base());
                }
                page.commits().stream()
                        .takeWhile(commit -> commit.revision() <= listed.revision())
                        .forEach(this::commit);
                more = page.more();
            }
            end();
        }

        private void base(Base base) {
            revision = base.revision();
            hash = base.hash();
            try {
                if (!StoredImages.isSealed(base.content()) && stored.sealing().isSealedAfter(id, revision - 1)) {
                    damaged(revision, "its base is in clear, though its state was encrypted by then");
                    return;
                }
                image = stored.decode(id, base);
                compareSnapshot();
            } catch (SealException e) {
                damaged(revision, "its base cannot be decrypted: " + e.getMessage());
            } catch (RuntimeException e) {
                damaged(revision, "its base cannot be read: " + e.getMessage());
            }
        }

        private void commit(Commit commit) {
            commits++;
            bytes += commit.event().length();
            if (commit.revision() != revision + 1) {
                damaged(revision + 1, "the commit is missing, though later ones follow");
            }
            revision = commit.revision();
            String wrong = wrong(commit);
            if (wrong != null) {
                damaged(revision, wrong);
            }
            hash = commit.hash();
            compareSnapshot();
        }

        private @Nullable String wrong(Commit commit) {
            try {
                if (!EventCodec.isSealed(commit.event()) && stored.sealing().isSealedAfter(id, commit.revision() - 1)) {
                    return "its event is in clear, though those of its state were encrypted by then";
                }
                boolean follows = EventCodec.verifies(commit.event(), hash);
                Event event = stored.codec().decode(commit.event());
                if (!follows || !event.hash().equals(commit.hash())) {
                    return "its event was altered, or does not follow from the one before";
                } else if (!event.state().equals(id) || event.revision() != commit.revision()) {
                    return "it holds the event of another state or revision";
                }
                String beside = beside(commit, event);
                return beside == null ? fold(event) : beside;
            } catch (SealException e) {
                return "its event cannot be decrypted: " + e.getMessage();
            } catch (RuntimeException e) {
                return "its event cannot be read";
            }
        }

        /** What the store says of a commit without reading its event. */
        private static @Nullable String beside(Commit commit, Event event) {
            String id = event.commandId();
            CommandKey command = id == null ? null : new CommandKey(event.actor(), id);
            if (!Objects.equals(commit.command(), command)) {
                return "the command stored beside its event is not the one in it";
            }
            return commit.at().equals(event.at()) ? null : "the time stored beside its event is not the one in it";
        }

        private @Nullable String fold(Event event) {
            if (image != null) {
                boolean wentBack = event.at().isBefore(image.at());
                image = image.apply(event);
                return wentBack ? "its time is before that of the event before it" : null;
            }
            return null;
        }

        private void end() {
            if (revision < listed.revision()) {
                boolean gone = log.head(id, Consistency.LINEARIZABLE) instanceof Head.Deleted;
                if (!gone) {
                    damaged(listed.revision(), "the log ends at revision " + revision + ", before its head");
                }
            } else if (image != null && revision == listed.revision() && !says(image.header(), listed.header())) {
                damaged(revision, "its header differs from the state that its events give");
            }
        }

        /** Headers that earlier versions wrote do not say how long events are kept. */
        private static boolean says(StateHeader given, StateHeader listed) {
            return listed.equals(given) || listed.equals(given.withKeptFor(null));
        }

        private void compareSnapshot() {
            if (snapshot == null || image == null || snapshot.revision() != revision) {
                return;
            }
            try {
                Image copy = stored.decode(id, snapshot);
                if (!copy.equals(image)) {
                    damages.add(new Damage(id, revision, "its snapshot differs from the state that its events give"));
                }
            } catch (RuntimeException e) {
                damages.add(new Damage(id, revision, "its snapshot cannot be read; it is ignored"));
            }
        }

        private void damaged(long at, String what) {
            image = null;
            damages.add(new Damage(id, at, what));
        }
    }
}
