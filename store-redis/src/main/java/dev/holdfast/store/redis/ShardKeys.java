package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.StateId;
import java.nio.charset.StandardCharsets;

/**
 * The names of the keys of one shard. They share what stands in braces, so that a cluster keeps them together and a
 * script may touch any of them.
 *
 * @param prefix what the keys of the store begin with
 * @param number the number of the shard
 */
record ShardKeys(String prefix, int number) {
    /** What the shard says of itself: its store, and the newest places of its feed. */
    byte[] shard() {
        return key("shard");
    }

    /** The places of commits in the feed, each with state and revision. */
    byte[] feed() {
        return key("feed");
    }

    /** What states are found by. */
    byte[] index() {
        return key("index");
    }

    /** What principals own. */
    byte[] owners() {
        return key("owners");
    }

    /** What is kept of a state besides its commits. */
    byte[] record(StateId id) {
        return key("r:" + id.value());
    }

    /** The commits of a state, oldest first. */
    byte[] commits(StateId id) {
        return key("c:" + id.value());
    }

    byte[] base(StateId id) {
        return key("b:" + id.value());
    }

    byte[] snapshot(StateId id) {
        return key("s:" + id.value());
    }

    private byte[] key(String name) {
        return ("{" + prefix + ":" + number + "}:" + name).getBytes(StandardCharsets.UTF_8);
    }
}
