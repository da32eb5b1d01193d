package dev.holdfast.mcp;

import org.jspecify.annotations.Nullable;

/** A server as its transports see it: both ways to speak, and what goes for either. Immutable and thread-safe. */
final class Eras {
    private final Offer offer;
    private final Limits limits;
    private final ScopePolicy scopes;
    private final @Nullable RequestObserver observer;
    private final ModernEra modern;
    private final LegacyEra legacy;

    /** @param observer is shown every request; null for none */
    Eras(Offer offer, Limits limits, ScopePolicy scopes, @Nullable RequestObserver observer) {
        this.offer = offer;
        this.limits = limits;
        this.scopes = scopes;
        this.observer = observer;
        this.modern = new ModernEra(offer);
        this.legacy = new LegacyEra(offer);
    }

    ModernEra modern() {
        return modern;
    }

    LegacyEra legacy() {
        return legacy;
    }

    /** The era of a revision. */
    Era of(ProtocolVersion revision) {
        return revision.isModern() ? modern : legacy;
    }

    /** What a client can make this server spend. */
    Limits limits() {
        return limits;
    }

    /** What callers need to have been granted. */
    ScopePolicy scopes() {
        return scopes;
    }

    /** What clients can be told of; null if nothing ever changes. */
    @Nullable Announcements announcements() {
        return offer.announcements();
    }

    /** What is shown every request; null if nothing is. */
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
