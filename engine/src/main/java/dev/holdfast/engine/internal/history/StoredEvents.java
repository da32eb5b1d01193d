package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.internal.image.BaseCodec;
import dev.holdfast.engine.internal.image.EventCodec;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.StoredImages;
import dev.holdfast.engine.internal.seal.DataKey;
import dev.holdfast.engine.internal.seal.SealException;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.Snapshot;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.util.List;

/**
 * Reads and writes what is stored of states. Stored bytes may have been altered in any way, so whatever goes wrong
 * while they are read is damage of that revision. Safe for use by many threads.
 */
public final class StoredEvents {
    private final Sealing sealing;
    private final EventCodec events;
    private final StoredImages images;

    /** @param sealing with which keys they are sealed and opened */
    public StoredEvents(Sealing sealing) {
        this.sealing = sealing;
        this.events = new EventCodec(sealing);
        this.images = new StoredImages(sealing);
    }

    /** Encodes and decodes events, without saying where they are. */
    public EventCodec codec() {
        return events;
    }

    /** The keys that all of it is sealed with. */
    public Sealing sealing() {
        return sealing;
    }

    /** Whether this was thrown because the vault does not have a key. */
    public static boolean isKeyMissing(StoreUnavailableException failure) {
        return failure.getCause() instanceof SealException sealed && sealed.isKeyMissing();
    }

    /**
     * The event of a commit.
     *
     * @throws StoreUnavailableException if it cannot be read, or is not the event of that commit
     */
    public Event decode(StateId id, Commit commit) {
        try {
            Event event = events.decode(commit.event());
            if (event.state().equals(id)
                    && event.revision() == commit.revision()
                    && event.hash().equals(commit.hash())) {
                return event;
            }
        } catch (SealException e) {
            throw StoreUnavailableException.sealed(id, commit.revision(), e.getMessage(), e);
        } catch (StoreUnavailableException e) {
            throw e; // The vault is, so that nothing is known of the event.
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
    public static Image apply(Image image, Event event) {
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
    public Image image(StateId id, Base base) {
        try {
            return decode(id, base);
        } catch (SealException e) {
            throw StoreUnavailableException.sealed(id, base.revision(), e.getMessage(), e);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw StoreUnavailableException.damaged(id, base.revision());
        }
    }

    /** The image that a base stores; throws whatever is wrong with it. */
    Image decode(StateId id, Base base) {
        return images.decode(id, base.revision(), base.hash(), base.content());
    }

    /** The image that a snapshot stores; throws whatever is wrong with it. */
    Image decode(StateId id, Snapshot snapshot) {
        return images.decode(id, snapshot.revision(), snapshot.hash(), snapshot.content());
    }

    /** A base of an image, ready to be stored. */
    Base base(Image image) {
        return new Base(image.revision(), content(image), image.hash());
    }

    /** The same in clear, whatever the store is: what it stands for is in clear too. */
    static Base baseInClear(Image image) {
        return new Base(image.revision(), BaseCodec.encode(image), image.hash());
    }

    /** A snapshot of an image, ready to be stored. */
    public Snapshot snapshot(Image image) {
        return new Snapshot(image.revision(), content(image), image.hash());
    }

    private Bytes content(Image image) {
        StoredImages.Encoded encoded = images.encode(image);
        DataKey key = encoded.key();
        if (key != null) {
            sealing.makeDurable(List.of(key));
        }
        return encoded.content();
    }
}
