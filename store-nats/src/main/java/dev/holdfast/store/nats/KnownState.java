package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.StateHeader;
import org.jspecify.annotations.Nullable;

/**
 * What the newest known message of a state says of it.
 *
 * @param sequence the message; 0 if the state has none
 * @param revision the revision as of it
 * @param header the header as of it; null if the state is erased or absent
 * @param base where the base is; null if there is none
 * @param removed the highest sequence of a removed commit; 0 if none was
 */
record KnownState(
        long sequence, long revision, @Nullable StateHeader header, NatsRecord.@Nullable BasePlace base, long removed) {
    static final KnownState ABSENT = new KnownState(0, 0, null, null, 0);

    static KnownState of(long sequence, NatsRecord record) {
        return new KnownState(
                sequence,
                record.revision(),
                record.header(),
                record.baseSeenFrom(sequence),
                record.removedSeenFrom(sequence));
    }

    boolean isErased() {
        return header == null && sequence > 0;
    }
}
