package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.call.Names;
import dev.holdfast.engine.internal.history.StoredEvents;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.StoredEvent;
import dev.holdfast.engine.moving.Imported;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings one state into the store: skips what is there, compares where both have the same revision, and appends the
 * rest, some commits at a time, each with the header that its events give.
 */
final class StateImport {
    private static final int MOST_COMMITS = 1_000;
    private static final int MOST_BYTES = 4 << 20;

    private final Engine engine;
    private final Function<String, RuntimeException> wrong;
    private final StateId id;
    private final Cutoff cutoff;
    private final Outcomes outcomes;
    private final boolean isNew;

    /** Whether the name of the state is claimed for it, since claims do not come with it. */
    private final boolean claiming;

    /** What the lines before this revision say is replaced by a base of that revision, further on. */
    private final long replaced;

    /** Where the state is in the store, once what is waiting is appended. */
    private long revision;

    private Bytes hash = Image.NO_HASH;

    /** Folded as far as that; null before the first event that is appended. */
    private @Nullable Image image;

    /** Whether the store and the file have the same history, as far as both go. */
    private boolean met;

    private @Nullable Reason outcome;
    private long last;
    private Bytes lastHash = Image.NO_HASH;
    private final List<Append> waiting = new ArrayList<>();
    private long waitingBytes;
    private long added;

    /** Why nothing more is taken of the state. */
    private enum Reason {
        OTHER_CHAIN(Imported.Reason.OTHER_CHAIN),
        GAP(Imported.Reason.GAP),
        ERASED(Imported.Reason.ERASED),
        KEY_MISSING(Imported.Reason.KEY_MISSING),
        CHANGED(Imported.Reason.CHANGED_MEANWHILE),
        /** What follows is too late. */
        LATER(null);

        private final Imported.@Nullable Reason told;

        Reason(Imported.@Nullable Reason told) {
            this.told = told;
        }
    }

    /**
     * Prepares it.
     *
     * @param there where it stands in the store
     * @param replaced what comes before this revision is replaced by a base of that revision, further on
     * @param wrong makes the failure of what cannot be stored
     * @param claiming whether the name of the state is claimed for it
     */
    StateImport(
            Engine engine,
            StateId id,
            Head there,
            long replaced,
            Cutoff cutoff,
            Outcomes outcomes,
            Function<String, RuntimeException> wrong,
            boolean claiming) {
        this.claiming = claiming;
        this.engine = engine;
        this.wrong = wrong;
        this.id = id;
        this.replaced = replaced;
        this.cutoff = cutoff;
        this.outcomes = outcomes;
        switch (there) {
            case Head.Absent absent -> met = true;
            case Head.Live(long at, Bytes now) -> {
                revision = at;
                hash = now;
            }
            case Head.Deleted deleted -> outcome = Reason.ERASED;
        }
        this.isNew = revision == 0;
    }

    void base(Base base, Instant at) {
        last = base.revision();
        lastHash = base.hash();
        if (outcome != null || last < revision || (revision == 0 && last < replaced)) {
            return;
        } else if (last == revision) {
            meet(base.hash());
        } else if (!cutoff.includes(at)) {
            outcome = Reason.LATER;
        } else if (revision > 0) {
            outcome = Reason.GAP;
        } else {
            begin(base, at);
        }
    }

    private void begin(Base base, Instant at) {
        Image first = opened(() -> engine.history().stored().image(id, base));
        if (first == null) {
            return;
        } else if (!first.at().equals(at)) {
            throw wrong.apply("the base is not of the time that it says");
        } else if (engine.arrivals().begin(id, base, first.header())) {
            image = first;
            revision = base.revision();
            hash = base.hash();
        } else {
            outcome = Reason.CHANGED;
        }
    }

    void event(StoredEvent event) {
        last = event.commit().revision();
        lastHash = event.commit().hash();
        if (outcome != null || last < revision || (revision == 0 && last < replaced)) {
            return;
        } else if (last == revision) {
            meet(lastHash);
        } else if (!cutoff.includes(event.commit().at())) {
            outcome = Reason.LATER;
        } else if (last > revision + 1) {
            outcome = Reason.GAP;
        } else if (!event.previous().equals(hash)) {
            outcome = Reason.OTHER_CHAIN;
        } else {
            met = true;
            add(event);
        }
    }

    private void meet(Bytes there) {
        met = there.equals(hash);
        outcome = met ? outcome : Reason.OTHER_CHAIN;
    }

    private void add(StoredEvent stored) {
        if (!stored.sealed() && engine.history().stored().sealing().isSealedAfter(id, revision)) {
            throw wrong.apply("the event is in clear, though those of its state were encrypted by then");
        }
        Event event = opened(() -> engine.history().stored().decode(id, stored.commit()));
        if (event == null) {
            return;
        }
        Image before = image == null ? present() : image;
        if (event.at().isBefore(before.at())) {
            throw wrong.apply("the time of the event is before that of the one before");
        }
        image = StoredEvents.apply(before, event);
        waiting.add(new Append(id, revision, stored.commit(), image.header()));
        waitingBytes += stored.commit().event().length();
        revision = event.revision();
        hash = event.hash();
        if (waiting.size() == MOST_COMMITS || waitingBytes >= MOST_BYTES) {
            store();
        }
    }

    /** Takes what is known of the state as it is in the store, so that it need not be read again. */
    void from(Image known) {
        image = known.revision() == revision && known.hash().equals(hash) ? known : image;
    }

    /** The state as far as events were appended; null if none was. */
    @Nullable Image image() {
        return outcome == null ? image : null;
    }

    private Image present() {
        return isNew ? Image.absent(id) : engine.history().load(id).image();
    }

    /** What a reading gives; null if the key for it is missing. */
    private <T> @Nullable T opened(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StoreUnavailableException e) {
            if (!StoredEvents.isKeyMissing(e)) {
                throw e;
            }
            outcome = Reason.KEY_MISSING;
            return null;
        }
    }

    private void store() {
        if (!waiting.isEmpty()) {
            stored(engine.arrivals().append(List.copyOf(waiting)));
        }
    }

    /** What is still to be appended, so that it can be together with what others have. */
    List<Append> waiting() {
        return List.copyOf(waiting);
    }

    /** Takes down what became of all that was waiting. */
    void stored(List<AppendResult> results) {
        for (AppendResult result : results) {
            if (!(result instanceof AppendResult.Appended)) {
                stopped(result);
                break;
            }
            added++;
        }
        waiting.clear();
        waitingBytes = 0;
    }

    private void stopped(AppendResult result) {
        switch (result) {
            case AppendResult.Conflict conflict -> outcome = Reason.CHANGED;
            case AppendResult.Gone gone -> outcome = Reason.ERASED;
            case AppendResult.TooLarge(long limit) ->
                throw wrong.apply("an event is larger than the " + limit + " bytes that the store takes");
            case AppendResult.Indeterminate(Throwable cause) -> throw failed(cause);
            case AppendResult.NotAttempted(Throwable cause) -> throw failed(cause);
            case AppendResult.Appended appended -> {}
        }
    }

    private static StoreUnavailableException failed(Throwable cause) {
        return cause instanceof StoreUnavailableException known
                ? known
                : StoreUnavailableException.failed("appending", new IllegalStateException(cause));
    }

    /** The lines of the state are all taken. */
    void done() {
        store();
        outcomes.events(added);
        if (outcome == null && !isNew && last < revision && added == 0) {
            compareAtEnd();
        }
        if (claiming && outcome == null && image != null) {
            claim(image);
        }
        Imported.Reason told = outcome == null ? null : outcome.told;
        if (told != null) {
            outcomes.left(id, told);
        } else if (isNew && revision > 0) {
            outcomes.created();
        } else if (added > 0) {
            outcomes.continued();
        } else {
            outcomes.same();
        }
    }

    /** Lets the name of the state stand for it, unless another one has it. */
    private void claim(Image now) {
        String name = now.settings().name();
        if (name != null && id.isHandle() && now.header().phase() == Phase.OPEN) {
            new Names(engine).claimFor(Principal.parse(now.settings().owner()), name, id);
        }
    }

    /** The store is ahead of the file: what the file ends with must be in the store's history. */
    private void compareAtEnd() {
        CommitPage page = engine.log().read(id, last, 1, 1, Consistency.LINEARIZABLE);
        Base base = page.base();
        if (base != null) {
            outcome = base.revision() == last && base.hash().equals(lastHash) ? null : Reason.GAP;
        } else if (page.commits().isEmpty() || !page.commits().getFirst().hash().equals(lastHash)) {
            outcome = Reason.OTHER_CHAIN;
        }
    }
}
