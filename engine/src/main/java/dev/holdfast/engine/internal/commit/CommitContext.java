package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import java.util.function.BiConsumer;

/**
 * What every commit group of a process needs.
 *
 * @param log where it is stored
 * @param images the states as they are, which the group changes
 * @param deciding decides
 * @param counters count
 * @param residence whether the states are still here
 * @param committed told the header of each state that was committed to; called by many threads; must not block
 */
record CommitContext(
        CommitLog log,
        Images images,
        Deciding deciding,
        Counters counters,
        Residence residence,
        BiConsumer<StateId, StateHeader> committed) {}
