/**
 * The one writer of the process, the images it publishes, and the upkeep of logs behind it. The only room that appends.
 *
 * <p>Entrances are {@link dev.holdfast.engine.internal.commit.Committer} (carries a command out) and
 * {@link dev.holdfast.engine.internal.commit.Images} (the newest image of a state).
 *
 * <p>Never sees an observer or a call: it answers commands and does not know who sent them.
 */
@NullMarked
package dev.holdfast.engine.internal.commit;

import org.jspecify.annotations.NullMarked;
