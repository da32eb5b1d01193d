package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.StateId;
import java.util.Locale;

/**
 * How the streams and subjects of a store are called: each shard is a stream, and each state a subject in it.
 *
 * @param prefix what all names begin with
 */
record ShardStreams(String prefix) {
    /** The stream of a shard. */
    String stream(int shard) {
        return prefix + "-" + number(shard);
    }

    /** The subjects of a shard. */
    String subjects(int shard) {
        return prefix + "." + number(shard) + ".>";
    }

    /** The subject of a state. */
    String subject(int shard, StateId state) {
        return prefix + "." + number(shard) + "." + state.value();
    }

    private static String number(int shard) {
        return String.format(Locale.ROOT, "%02d", shard);
    }
}
