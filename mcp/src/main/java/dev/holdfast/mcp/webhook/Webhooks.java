package dev.holdfast.mcp.webhook;

import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.EventRefusal;

/**
 * Keeps subscriptions that are delivered by webhook, and delivers them. The protocol layer has checked the form of what
 * it passes on; rights, quotas, addresses and the consent of the receiver are checked here, in that order.
 * Implementations are thread-safe; the methods may block and are called on virtual threads.
 */
public interface Webhooks {
    /** Whether a caller may subscribe at all: its credential was checked, and tells who it is. */
    default boolean admits(Caller caller) {
        return caller.authenticated();
    }

    /** Whether receivers on this machine are allowed, also without TLS. For tests. */
    default boolean allowsLoopback() {
        return false;
    }

    /**
     * Creates a subscription, or refreshes the one that has the same key: then its secret is replaced, its time begins
     * anew, and it is no longer suspended, while its place stays.
     *
     * @throws EventRefusal if it is refused, with nothing kept
     * @throws InterruptedException if the request is cancelled
     */
    WebhookGrant subscribe(WebhookRequest request) throws InterruptedException;

    /**
     * Ends a subscription at once, deliveries that are repeated included.
     *
     * @return false if there is none
     */
    boolean unsubscribe(WebhookKey key) throws InterruptedException;
}
