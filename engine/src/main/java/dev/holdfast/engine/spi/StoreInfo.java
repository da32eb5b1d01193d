package dev.holdfast.engine.spi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a store is and promises.
 *
 * @param id the identity of the data, made when the store was created, the same for all its clients
 * @param format version of the stored format
 * @param shards number of shards, fixed at creation
 * @param maxCommitBytes the largest event accepted, in bytes
 * @param durability what acknowledged commits survive
 * @param evidence why that can be promised, as found at start-up, for people to read
 * @param damages damage found when the store was opened, one text per place, for people to read; never holds stored
 *     values. Few stores read everything when opened, so an empty list does not prove that there is no damage
 * @param stateType the kind of store that callers are told: {@code memory}, {@code file}, {@code database},
 *     {@code cache}, {@code distributed}
 */
public record StoreInfo(
        String id,
        int format,
        int shards,
        long maxCommitBytes,
        Durability durability,
        String evidence,
        List<String> damages,
        String stateType) {
    public StoreInfo {
        damages = List.copyOf(damages);
    }

    /** The shard of a state, which never changes: the CRC32C of its id modulo the number of shards. */
    public int shardOf(StateId state) {
        CRC32C checksum = new CRC32C();
        checksum.update(state.value().getBytes(StandardCharsets.US_ASCII));
        return (int) (checksum.getValue() % shards);
    }
}
