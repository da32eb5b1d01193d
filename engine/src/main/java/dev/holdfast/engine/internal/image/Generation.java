package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.spi.CommandKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * About a thousand commands and what they led to. Immutable; another command copies one bucket of thirty-two. Every
 * command looks for itself here and is not found: that takes one look at a few hash codes side by side, where a tree
 * would be walked to its end.
 */
final class Generation {
    private static final int BUCKET_BITS = 5;
    private static final Bucket NO_BUCKET = new Bucket(new int[0], new Entry[0]);
    static final Generation EMPTY = new Generation(noBuckets(), 0);

    private final Bucket[] buckets;
    private final int size;

    private Generation(Bucket[] buckets, int size) {
        this.buckets = buckets;
        this.size = size;
    }

    /** A command and what it led to. */
    record Entry(CommandKey command, Remembered.Result result) {}

    private static Bucket[] noBuckets() {
        Bucket[] buckets = new Bucket[1 << BUCKET_BITS];
        Arrays.fill(buckets, NO_BUCKET);
        return buckets;
    }

    int size() {
        return size;
    }

    Remembered.@Nullable Result find(CommandKey command) {
        int hash = hash(command);
        Bucket bucket = buckets[place(hash)];
        int index = bucket.indexOf(hash, command);
        return index < 0 ? null : bucket.entries[index].result();
    }

    /** These and another; one of the same key gives way to it. */
    Generation plus(CommandKey command, Remembered.Result result) {
        int hash = hash(command);
        Bucket bucket = buckets[place(hash)];
        int index = bucket.indexOf(hash, command);
        Bucket[] changed = buckets.clone();
        changed[place(hash)] = bucket.with(index, hash, new Entry(command, result));
        return new Generation(changed, index < 0 ? size + 1 : size);
    }

    /** All of them, in no particular order. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(size);
        for (Bucket bucket : buckets) {
            entries.addAll(Arrays.asList(bucket.entries));
        }
        return entries;
    }

    /** Spreads the hash code of the key, whose upper bits tell little where the keys are short. */
    private static int hash(CommandKey command) {
        return command.hashCode() * 0x9E3779B9;
    }

    private static int place(int hash) {
        return hash >>> (Integer.SIZE - BUCKET_BITS);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Generation that && asSet().equals(that.asSet());
    }

    @Override
    public int hashCode() {
        return asSet().hashCode();
    }

    private Set<Entry> asSet() {
        return new HashSet<>(entries());
    }

    /** Entries and their hash codes, at the same places. */
    private static final class Bucket {
        private final int[] hashes;
        private final Entry[] entries;

        private Bucket(int[] hashes, Entry[] entries) {
            this.hashes = hashes;
            this.entries = entries;
        }

        private int indexOf(int hash, CommandKey command) {
            for (int i = 0; i < hashes.length; i++) {
                if (hashes[i] == hash && entries[i].command().equals(command)) {
                    return i;
                }
            }
            return -1;
        }

        private Bucket with(int index, int hash, Entry entry) {
            int at = index < 0 ? hashes.length : index;
            int length = Math.max(hashes.length, at + 1);
            int[] newHashes = Arrays.copyOf(hashes, length);
            Entry[] newEntries = Arrays.copyOf(entries, length);
            newHashes[at] = hash;
            newEntries[at] = entry;
            return new Bucket(newHashes, newEntries);
        }
    }
}
