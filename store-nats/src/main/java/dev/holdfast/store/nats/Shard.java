package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.StateId;
import org.jspecify.annotations.Nullable;

/**
 * What a client has of one shard.
 *
 * @param leader asks for what is stored
 * @param writer stores
 * @param fold the states as far as they are known
 * @param follower keeps the fold up to date
 * @param marks where readers of states stopped
 */
record Shard(StreamLeader leader, StreamWriter writer, ShardFold fold, StreamFollower follower, PageMarks marks) {
    /** A state as its leader knows it, which the fold then knows too. */
    KnownState ask(StateId state) {
        NatsMessages.@Nullable Stored newest = leader.last(state);
        return newest == null ? KnownState.ABSENT : learn(newest);
    }

    /** Takes over what a message says that was read or written. */
    KnownState learn(NatsMessages.Stored message) {
        KnownState known = KnownState.of(message.sequence(), message.record());
        fold.learn(message.state(), known);
        return known;
    }
}
