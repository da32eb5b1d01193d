package dev.holdfast.engine.internal.seal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one state. Immutable.
 *
 * @param sound by their ids
 * @param altered the ids of those that cannot be unwrapped
 */
record DataKeys(Map<String, DataKey> sound, Set<String> altered) {
    static final DataKeys NONE = new DataKeys(Map.of(), Set.of());

    /** Of those made at the same time by several processes, all choose the same. */
    private static final Comparator<DataKey> BY_AGE = Comparator.comparingLong(DataKey::from)
            .thenComparingInt(DataKey::generation)
            .thenComparing(DataKey::id);

    DataKeys {
        sound = Map.copyOf(sound);
        altered = Set.copyOf(altered);
    }

    DataKeys plus(DataKey key) {
        Map<String, DataKey> all = new HashMap<>(sound);
        all.put(key.id(), key);
        return new DataKeys(all, altered);
    }

    /** These and those that are not durable yet, as another has them. */
    DataKeys plusUnstored(@Nullable DataKeys other) {
        DataKeys all = this;
        for (DataKey key : other == null ? Set.<DataKey>of() : other.sound.values()) {
            all = key.isDurable() ? all : all.plus(key);
        }
        return all;
    }

    /** The key to seal with; null if there is none that is fit for it. */
    @Nullable
    DataKey newest(int generation, long revision, long most) {
        return sound.values().stream()
                .filter(key -> key.generation() >= generation && revision - key.from() < most)
                .max(BY_AGE)
                .orElse(null);
    }

    /** The revision after which everything is sealed; the largest there is if there is no key. */
    long sealedFrom() {
        return sound.values().stream().mapToLong(DataKey::from).min().orElse(Long.MAX_VALUE);
    }

    /** @throws SealException if it cannot be unwrapped; null if there is none */
    @Nullable
    DataKey find(String id) {
        if (altered.contains(id)) {
            throw SealException.keyAltered();
        }
        return sound.get(id);
    }

    static DataKeys of(Stream<DataKey> sound, Stream<String> altered) {
        Map<String, DataKey> keys = new HashMap<>();
        sound.forEach(key -> keys.put(key.id(), key));
        Set<String> ids = new HashSet<>();
        altered.forEach(ids::add);
        return new DataKeys(keys, ids);
    }
}
