/**
 * How several processes of one machine share one store: a lock to take turns, shared memory, wake-ups, and threads for
 * work that blocks; how states are found by their headers, and how headers are written. For implementations of stores;
 * users of a store do not need it.
 */
@NullMarked
package dev.holdfast.engine.local;

import org.jspecify.annotations.NullMarked;
