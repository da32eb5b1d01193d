/**
 * Who is told of commits, whichever process made them: the tailer of the store's feed, and observations, waits and
 * followers.
 *
 * <p>The entrance is {@link dev.holdfast.engine.internal.follow.Tailer}.
 *
 * <p>Never holds up a writer: it is woken, and reads the log at its own pace.
 */
@NullMarked
package dev.holdfast.engine.internal.follow;

import org.jspecify.annotations.NullMarked;
