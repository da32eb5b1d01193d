/**
 * Delivers commits of any process to those who listen: the tailer of the store's feed, observations, waits and
 * followers.
 *
 * <p>The entrance is {@link dev.holdfast.engine.internal.follow.Tailer}.
 *
 * <p>Never delays a writer: it is woken, and reads the log at its own pace.
 */
@NullMarked
package dev.holdfast.engine.internal.follow;

import org.jspecify.annotations.NullMarked;
