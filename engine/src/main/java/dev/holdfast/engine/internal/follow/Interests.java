package dev.holdfast.engine.internal.follow;

import dev.holdfast.engine.spi.HeaderFilter;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Which readers a commit concerns, found by the principals, the labels and the name of its state, so that a commit
 * costs as much as readers it concerns, however many there are. It may find too many, never too few. Thread-safe.
 */
final class Interests {
    private final Map<String, OfPrincipal> principals = new ConcurrentHashMap<>();
    private final Set<RelayQueue> all = ConcurrentHashMap.newKeySet();

    /** The readers of one principal, each under the narrowest thing it asks for. */
    private record OfPrincipal(
            Map<Map.Entry<String, String>, Set<RelayQueue>> byLabel,
            Map<String, Set<RelayQueue>> byPrefix,
            Set<RelayQueue> byNothing) {
        OfPrincipal() {
            this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
        }

        boolean isEmpty() {
            return byLabel.isEmpty() && byPrefix.isEmpty() && byNothing.isEmpty();
        }

        void add(RelayQueue reader) {
            HeaderFilter filter = reader.filter();
            if (!filter.labels().isEmpty()) {
                add(byLabel, label(filter), reader);
            } else if (filter.namePrefix() != null) {
                add(byPrefix, filter.namePrefix(), reader);
            } else {
                byNothing.add(reader);
            }
        }

        void remove(RelayQueue reader) {
            HeaderFilter filter = reader.filter();
            if (!filter.labels().isEmpty()) {
                remove(byLabel, label(filter), reader);
            } else if (filter.namePrefix() != null) {
                remove(byPrefix, filter.namePrefix(), reader);
            } else {
                byNothing.remove(reader);
            }
        }

        private static <K> void add(Map<K, Set<RelayQueue>> readers, K key, RelayQueue reader) {
            readers.computeIfAbsent(key, none -> ConcurrentHashMap.newKeySet()).add(reader);
        }

        private static <K> void remove(Map<K, Set<RelayQueue>> readers, K key, RelayQueue reader) {
            readers.computeIfPresent(key, (same, present) -> {
                present.remove(reader);
                return present.isEmpty() ? null : present;
            });
        }

        /** One of the labels, the same each time: a map keeps its order. */
        private static Map.Entry<String, String> label(HeaderFilter filter) {
            return filter.labels().entrySet().stream()
                    .min(Map.Entry.comparingByKey())
                    .orElseThrow();
        }

        void find(Audience audience, Consumer<RelayQueue> concerned) {
            byNothing.forEach(concerned);
            if (!byLabel.isEmpty()) {
                audience.labels()
                        .entrySet()
                        .forEach(label -> byLabel.getOrDefault(label, Set.of()).forEach(concerned));
            }
            String name = audience.name();
            for (int end = 0; name != null && !byPrefix.isEmpty() && end <= name.length(); end++) {
                byPrefix.getOrDefault(name.substring(0, end), Set.of()).forEach(concerned);
            }
        }
    }

    void add(RelayQueue reader) {
        all.add(reader);
        principals.compute(principal(reader), (principal, present) -> {
            OfPrincipal readers = present == null ? new OfPrincipal() : present;
            readers.add(reader);
            return readers;
        });
    }

    void remove(RelayQueue reader) {
        all.remove(reader);
        principals.computeIfPresent(principal(reader), (principal, present) -> {
            present.remove(reader);
            return present.isEmpty() ? null : present;
        });
    }

    private static String principal(RelayQueue reader) {
        return Objects.requireNonNull(reader.filter().principal());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    void forEach(Consumer<RelayQueue> reader) {
        all.forEach(reader);
    }

    /** Finds those whom a commit to a state may concern, each once. */
    void find(Audience audience, Consumer<RelayQueue> concerned) {
        find(audience.owner(), audience, concerned);
        for (String reader : audience.readers()) {
            if (!reader.equals(audience.owner())) {
                find(reader, audience, concerned);
            }
        }
    }

    private void find(String principal, Audience audience, Consumer<RelayQueue> concerned) {
        OfPrincipal readers = principals.get(principal);
        if (readers != null) {
            readers.find(audience, concerned);
        }
    }
}
