/**
 * The storage contract: what a store must keep and promise for the engine to keep its own promises.
 *
 * <p>The unit stored is a commit. A store keeps bytes under (state, revision), refuses a commit whose predecessor is
 * not the newest, and states how durable an accepted one is. It knows nothing of documents, undo or commands.
 */
@NullMarked
package dev.holdfast.engine.spi;

import org.jspecify.annotations.NullMarked;
