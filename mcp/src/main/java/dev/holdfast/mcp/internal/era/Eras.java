package dev.holdfast.mcp.internal.era;

import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.ScopePolicy;
import dev.holdfast.mcp.ServerLimits;
import dev.holdfast.mcp.internal.flight.Announcements;
import org.jspecify.annotations.Nullable;

/** A server as its transports see it: both eras, and the settings they share. Immutable and thread-safe. */
public final class Eras {
    private final Offer offer;
    private final ServerLimits limits;
    private final ScopePolicy scopes;
    private final @Nullable RequestObserver observer;
    private final ModernEra modern;
    private final LegacyEra legacy;

    /**
     * Creates both eras of a server.
     *
     * @param observer observes every request; null for none
     */
    public Eras(Offer offer, ServerLimits limits, ScopePolicy scopes, @Nullable RequestObserver observer) {
        this.offer = offer;
        this.limits = limits;
        this.scopes = scopes;
        this.observer = observer;
        this.modern = new ModernEra(offer);
        this.legacy = new LegacyEra(offer);
    }

    public ModernEra modern() {
        return modern;
    }

    public LegacyEra legacy() {
        return legacy;
    }

    /** The era of a revision. */
    Era of(ProtocolVersion revision) {
        return revision.isModern() ? modern : legacy;
    }

    /** The bounds on what a client can make this server use. */
    public ServerLimits limits() {
        return limits;
    }

    /** The scopes that requests need. */
    public ScopePolicy scopes() {
        return scopes;
    }

    /** The changes that clients can listen to; null if the server announces none. */
    public @Nullable Announcements announcements() {
        return offer.announcements();
    }

    /** The observer of every request; null for none. */
    @Nullable RequestObserver observer() {
        return observer;
    }

    boolean hasTool(@Nullable String name) {
        return name != null && offer.tools().containsKey(name);
    }

    boolean hasPrompt(@Nullable String name) {
        return name != null && offer.prompts().has(name);
    }
}
