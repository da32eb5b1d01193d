package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.internal.image.BaseCodec;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;

/**
 * Reads what is stored of a state. Stored bytes may have been altered in any way, so whatever goes wrong while they are
 * read is damage of that revision.
 */
public final class StoredEvents {
    private StoredEvents() {}

    /**
     * The event of a commit.
     *
     * @throws StoreUnavailableException if it cannot be read, or is not the event of that commit
     */
    public static Event decode(StateId id, Commit commit) {
        try {
            Event event = EventCodec.decode(commit.event());
            if (event.state().equals(id)
                    && event.revision() == commit.revision()
                    && event.hash().equals(commit.hash())) {
                return event;
            }
        } catch (RuntimeException e) {
            // The damage itself is told below; what is wrong with the bytes would quote them.
        }
        throw StoreUnavailableException.damaged(id, commit.revision());
    }

    /**
     * The next image.
     *
     * @throws StoreUnavailableException if the event does not follow from the image
     */
    static Image apply(Image image, Event event) {
        if (event.previous().equals(image.hash())) {
            try {
                return image.apply(event);
            } catch (RuntimeException e) {
                // The same.
            }
        }
        throw StoreUnavailableException.damaged(image.id(), event.revision());
    }

    /**
     * The image that a base stores.
     *
     * @throws StoreUnavailableException if it cannot be read
     */
    static Image image(StateId id, Base base) {
        try {
            return BaseCodec.decode(id, base.revision(), base.hash(), base.content());
        } catch (RuntimeException e) {
            throw StoreUnavailableException.damaged(id, base.revision());
        }
    }
}
