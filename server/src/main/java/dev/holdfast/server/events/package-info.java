/**
 * Events over states, as the protocol's extension offers them: their types, what subscriptions may say, what events
 * carry.
 *
 * <p>The entrance is {@link dev.holdfast.server.events.StateEvents}.
 */
@NullMarked
package dev.holdfast.server.events;

import org.jspecify.annotations.NullMarked;
