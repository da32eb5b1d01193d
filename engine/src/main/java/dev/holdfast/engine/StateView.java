package dev.holdfast.engine;

import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Stamp;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a state is, or was, at one revision. Immutable; reading from it does no I/O. */
public final class StateView {
    private final Image image;

    StateView(Image image) {
        this.image = image;
    }

    public StateId handle() {
        return image.id();
    }

    public long revision() {
        return image.revision();
    }

    public JsonObject document() {
        return image.document();
    }

    /** The revision of the last event that changed the key; 0 if the key is absent. */
    public long keyRevision(String key) {
        Stamp stamp = image.stamps().get(key);
        return stamp == null ? 0 : stamp.revision();
    }

    public String owner() {
        return image.settings().owner();
    }

    public @Nullable String name() {
        return image.settings().name();
    }

    public Map<String, String> labels() {
        return image.settings().labels();
    }

    public Lifetime lifetime() {
        return image.settings().lifetime();
    }

    public Instant createdAt() {
        return image.createdAt();
    }

    public Instant updatedAt() {
        return image.at();
    }

    /** When the state expires unless it is used before; null if never. */
    public @Nullable Instant expiresAt() {
        return Lifecycle.expiresAt(image);
    }

    /** What others than the owner may do. */
    public SortedMap<String, Access> grants() {
        return image.facts().grants();
    }

    /** The leases that are held, by name. */
    public SortedMap<String, Lease> leases() {
        return image.facts().leases();
    }

    /** Writes that wait for their time, the earliest first. */
    public List<Scheduled> scheduled() {
        return image.facts().scheduled();
    }

    /** When the key ends unless it is set anew; null if it stays. */
    public @Nullable Instant keyEndsAt(String key) {
        return image.facts().ends().get(key);
    }

    /** What the state was forked from; null if it is no fork. That may have changed since, or be gone. */
    public @Nullable Version origin() {
        return image.facts().origin();
    }

    Image image() {
        return image;
    }
}
