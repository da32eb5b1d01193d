package dev.holdfast.engine.spi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a store is and promises.
 *
 * @param id the identity of the data, made when the store was created and the same for everyone who opens it
 * @param format version of the stored format
 * @param shards number of shards, fixed at creation
 * @param maxCommitBytes the largest event accepted
 * @param durability the class in force
 * @param evidence why that class may be claimed, as found at start-up, for people to read
 * @param damages what was found to be damaged when it was opened, a place each, for people to read; never holds stored
 *     values. Few stores read everything then, so none found does not mean that there is none
 * @param stateType what callers are told: {@code memory}, {@code file}, {@code database}, {@code cache},
 *     {@code distributed}
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

    /** The shard that a state lives in for ever: the CRC32C of its id modulo the number of shards. */
    public int shardOf(StateId state) {
        CRC32C checksum = new CRC32C();
        checksum.update(state.value().getBytes(StandardCharsets.US_ASCII));
        return (int) (checksum.getValue() % shards);
    }
}
