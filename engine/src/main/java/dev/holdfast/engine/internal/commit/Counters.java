package dev.holdfast.engine.internal.commit;

import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Figures;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What an engine counts while it works. Adders, so that threads which count do not wait for each other. */
public final class Counters {
    private final Map<EventType, LongAdder> events = new EnumMap<>(EventType.class);
    private final Map<String, LongAdder> commands = new ConcurrentHashMap<>();
    private final LongAdder eventBytes = new LongAdder();
    private final LongAdder groups = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    public Counters() {
        for (EventType type : EventType.values()) {
            events.put(type, new LongAdder());
        }
    }

    void stored(EventType type, long bytes) {
        LongAdder count = events.get(type);
        if (count != null) {
            count.increment();
        }
        eventBytes.add(bytes);
    }

    void group() {
        groups.increment();
    }

    public void answered(CommandOutcome outcome) {
        String kind = switch (outcome) {
            case CommandOutcome.Done done ->
                switch (done.how()) {
                    case COMMITTED -> "committed";
                    case UNCHANGED -> "unchanged";
                    case REPEATED -> "replayed";
                };
            case CommandOutcome.Refused(Failure failure) -> failure.code().wire();
        };
        commands.computeIfAbsent(kind, any -> new LongAdder()).increment();
    }

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    void evicted() {
        evictions.increment();
    }

    public Figures figures(int waiting, int listeners, long states, long bytes) {
        return new Figures(
                sums(events),
                eventBytes.sum(),
                groups.sum(),
                sums(commands),
                waiting,
                listeners,
                new Figures.Cache(hits.sum(), misses.sum(), evictions.sum(), states, bytes));
    }

    private static <K> Map<K, Long> sums(Map<K, LongAdder> adders) {
        return adders.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, adder -> adder.getValue().sum()));
    }
}
