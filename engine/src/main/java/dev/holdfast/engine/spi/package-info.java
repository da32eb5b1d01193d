/**
 * The storage contract: what a backend must keep and promise so that the engine can be trusted.
 *
 * <p>The unit stored is a commit. A backend stores bytes under (state, revision), refuses a commit whose predecessor is
 * not the newest, and says honestly how durable an accepted one is. It knows nothing of documents, undo or commands.
 */
@NullMarked
package dev.holdfast.engine.spi;

import org.jspecify.annotations.NullMarked;
