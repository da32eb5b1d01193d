package dev.holdfast.engine.internal.feed;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.call.Engine;
import dev.holdfast.engine.internal.history.History;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.StateId;
import org.jspecify.annotations.Nullable;

/**
 * States as they were around the events of a feed. The last two are kept, as the next event mostly follows them. Not
 * safe for use by several threads.
 */
public final class PastImages {
    private final Engine engine;
    private final Principal principal;
    private @Nullable Image last;
    private @Nullable Image beforeLast;

    public PastImages(Engine engine, Principal principal) {
        this.engine = engine;
        this.principal = principal;
    }

    /** The state at a revision; null if that is no longer kept, or is 0. */
    public @Nullable Image at(StateId id, long revision) {
        if (revision < 1) {
            return null;
        }
        if (isOf(last, id, revision)) {
            return last;
        }
        if (isOf(beforeLast, id, revision)) {
            return beforeLast;
        }
        Image image = History.ifKept(() -> load(id, revision));
        if (image != null) {
            beforeLast = last;
            last = image;
        }
        return image;
    }

    private static boolean isOf(@Nullable Image known, StateId id, long revision) {
        return known != null && known.id().equals(id) && known.revision() == revision;
    }

    private Image load(StateId id, long revision) {
        Image near = last;
        return near != null && near.id().equals(id) && near.revision() < revision
                ? engine.history().fold(near, History.Limit.revision(revision)).image()
                : engine.past(principal, id, revision);
    }
}
