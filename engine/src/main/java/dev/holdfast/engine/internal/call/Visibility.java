package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.commit.Images;
import dev.holdfast.engine.internal.follow.Audience;
import dev.holdfast.engine.internal.image.Actors;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Offers;
import dev.holdfast.engine.internal.image.Rights;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.HeaderFilter;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StatePage;
import org.jspecify.annotations.Nullable;

/**
 * Whether a principal may know of a state, found out before anything of it is loaded. A refusal costs one look at the
 * head and one at the header, whether the state is foreign, erased or was never there, and whatever is cached: so a
 * caller cannot learn from the cost which states exist, nor make this process load the states of others.
 *
 * <p>It may admit too many, never too few; {@link Reading} and the decisions then look at the image itself.
 */
public final class Visibility {
    private final CommitLog log;
    private final Images images;

    Visibility(CommitLog log, Images images) {
        this.log = log;
        this.images = images;
    }

    /**
     * Refuses a state that a principal may not know of.
     *
     * @throws HoldfastException {@code not_found}
     */
    public void require(StateId id, Principal principal) {
        if (!admits(id, principal)) {
            throw Failure.notFound(id.value()).toException();
        }
    }

    /** Whether a principal may know of a state. */
    public boolean admits(StateId id, Principal principal) {
        if (!id.isHandle() || principal.equals(Actors.ENGINE)) {
            return true;
        }
        Image known = images.known(id);
        return (known != null && Rights.sees(known, principal)) || admittedByHeader(id, principal);
    }

    /** The head is asked first: after it, the store lists the state as it was then or later. */
    private boolean admittedByHeader(StateId id, Principal principal) {
        Head head = log.head(id, Consistency.LINEARIZABLE);
        StatePage.Listed listed = listed(id);
        if (!(head instanceof Head.Live live)) {
            return false;
        }
        return listed == null || listed.revision() < live.revision() || Offers.admit(listed.header(), principal);
    }

    /**
     * Whom a commit to a state may concern, as of that commit or later: asked of what is in memory, else of the header
     * in the store, so that this process loads no states for it. Null if that cannot be told.
     */
    public @Nullable Audience audience(StateId id, long revision) {
        try {
            Image known = images.known(id);
            if (known == null) {
                StatePage.Listed listed = listed(id);
                return listed == null || listed.revision() < revision ? null : audience(listed.header());
            }
            Image image = known.revision() < revision ? images.current(id) : known;
            return image.exists()
                    ? new Audience(
                            Offers.counted(image),
                            Offers.readers(image),
                            image.settings().name(),
                            image.settings().labels())
                    : null;
        } catch (RuntimeException e) {
            return null; // each reader finds out by itself; what fails here would hold up all commits behind it
        }
    }

    private static Audience audience(StateHeader header) {
        return new Audience(header.owner(), header.readers(), header.name(), header.labels());
    }

    private StatePage.@Nullable Listed listed(StateId id) {
        return log.list(log.info().shardOf(id), HeaderFilter.ALL, before(id), 1).states().stream()
                .filter(listed -> listed.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** The greatest id that is less than a handle and not longer. */
    private static StateId before(StateId id) {
        String rest = id.value().substring(0, id.value().length() - 1);
        return switch (id.value().charAt(rest.length())) {
            case '0' -> new StateId(rest);
            case '_' -> new StateId(rest + '9');
            case 'a' -> new StateId(rest + '_');
            default -> new StateId(rest + (char) (id.value().charAt(rest.length()) - 1));
        };
    }
}
