/** A store in streams of NATS JetStream, replicated over several machines. */
@NullMarked
package dev.holdfast.store.nats;

import org.jspecify.annotations.NullMarked;
