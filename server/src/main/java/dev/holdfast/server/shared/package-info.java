/**
 * What the instances that serve one store share, kept in the store itself as internal states: sessions of the handshake
 * era, tasks, and which request states were used. Sees no tool.
 */
@NullMarked
package dev.holdfast.server.shared;

import org.jspecify.annotations.NullMarked;
