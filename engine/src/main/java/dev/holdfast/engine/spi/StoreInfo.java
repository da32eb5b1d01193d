package dev.holdfast.engine.spi;

/**
 * What a store is and promises.
 *
 * @param id the identity of the data, made when the store was created and the same for everyone who opens it
 * @param format version of the stored format
 * @param shards number of shards, fixed at creation
 * @param maxCommitBytes the largest event accepted
 * @param durability the class in force
 * @param evidence why that class may be claimed, as found at start-up, for people to read
 * @param stateType what callers are told: {@code memory}, {@code file}, {@code database}, {@code cache}, {@code distributed}
 */
public record StoreInfo(
        String id,
        int format,
        int shards,
        long maxCommitBytes,
        Durability durability,
        String evidence,
        String stateType) {}
