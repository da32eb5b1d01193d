package dev.holdfast.telemetry;

import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Figures;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Statistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Shows Micrometer what an engine does and what its store holds. The engine's figures are read at each scrape. Counting
 * the store takes a walk over all states, so it is done in the background and at a limited rate; before the first count
 * these gauges are NaN. No meter names a state or a principal: the largest states are reported by rank.
 */
public final class StateMetrics implements MeterBinder {
    static final Duration DEFAULT_EVERY = Duration.ofMinutes(1);

    private static final int RANKS = 10;
    private static final String BYTES = "bytes";

    private final Holdfast holdfast;
    private final Duration every;
    private final Executor background;

    /** Counts what the store holds at most once a minute. */
    public StateMetrics(Holdfast holdfast) {
        this(holdfast, DEFAULT_EVERY);
    }

    /** @param every how old a count of the store may be before it is repeated; choose it long for millions of states */
    public StateMetrics(Holdfast holdfast, Duration every) {
        this(holdfast, every, task -> Thread.ofVirtual().name("holdfast-count").start(task));
    }

    StateMetrics(Holdfast holdfast, Duration every, Executor background) {
        this.holdfast = holdfast;
        this.every = every;
        this.background = background;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Tags store = Tags.of("store", holdfast.store().stateType());
        bindWork(registry, store);
        bindCache(registry, store.and("cache", "holdfast.states"));
        bindHoldings(registry, store);
    }

    private void bindWork(MeterRegistry registry, Tags store) {
        for (EventType type : EventType.values()) {
            counter("holdfast.events", figures -> figures.events().getOrDefault(type, 0L))
                    .description("Events stored by this process")
                    .tags(store.and("type", type.wire()))
                    .register(registry);
        }
        counter("holdfast.events.size", Figures::eventBytes)
                .description("Size of the events stored by this process")
                .baseUnit(BYTES)
                .tags(store)
                .register(registry);
        counter("holdfast.groups", Figures::groups)
                .description("Groups that events were stored in, one sync each")
                .tags(store)
                .register(registry);
        for (String outcome : outcomes()) {
            counter("holdfast.commands", figures -> figures.commands().getOrDefault(outcome, 0L))
                    .description("Commands answered by this process")
                    .tags(store.and("outcome", outcome))
                    .register(registry);
        }
        gauge("holdfast.commands.waiting", Figures::waiting)
                .description("Commands that wait to be decided")
                .tags(store)
                .register(registry);
        gauge("holdfast.listeners", Figures::listeners)
                .description("Observers of a state, and waits")
                .tags(store)
                .register(registry);
    }

    /** Named as Micrometer names the figures of caches. */
    private void bindCache(MeterRegistry registry, Tags cache) {
        counter("cache.gets", figures -> figures.cache().hits())
                .description("States that were current in memory")
                .tags(cache.and("result", "hit"))
                .register(registry);
        counter("cache.gets", figures -> figures.cache().misses())
                .description("States that the store was asked about")
                .tags(cache.and("result", "miss"))
                .register(registry);
        counter("cache.evictions", figures -> figures.cache().evictions())
                .description("States let go to make room")
                .tags(cache)
                .register(registry);
        gauge("cache.size", figures -> figures.cache().states())
                .description("States in memory, approximately")
                .tags(cache)
                .register(registry);
        gauge("holdfast.cache.memory", figures -> figures.cache().bytes())
                .description("Estimated memory of the cached states")
                .baseUnit(BYTES)
                .tags(cache)
                .register(registry);
    }

    private void bindHoldings(MeterRegistry registry, Tags store) {
        StoreCount count = new StoreCount(holdfast, every, registry.config().clock(), background);
        held(count, "holdfast.states", Statistics::states, store)
                .description("States in the store, closed ones included")
                .register(registry);
        held(count, "holdfast.revisions", Statistics::revisions, store)
                .description("Revisions of all states, compacted ones included")
                .register(registry);
        held(count, "holdfast.documents.size", Statistics::documentBytes, store)
                .description("Size of all documents")
                .baseUnit(BYTES)
                .register(registry);
        for (int rank = 1; rank <= RANKS; rank++) {
            int index = rank - 1;
            held(count, "holdfast.largest.size", held -> large(held, index), store.and("rank", Integer.toString(rank)))
                    .description("Size of the largest documents")
                    .baseUnit(BYTES)
                    .register(registry);
        }
    }

    private static double large(Statistics held, int index) {
        return index < held.largest().size()
                ? held.largest().get(index).header().bytes()
                : 0;
    }

    private FunctionCounter.Builder<Holdfast> counter(String name, ToDoubleFunction<Figures> figure) {
        return FunctionCounter.builder(name, holdfast, of -> figure.applyAsDouble(of.figures()));
    }

    private Gauge.Builder<Holdfast> gauge(String name, ToDoubleFunction<Figures> figure) {
        return Gauge.builder(name, holdfast, of -> figure.applyAsDouble(of.figures()));
    }

    /** Registries hold what they measure by weak references, and no other reference to the count exists. */
    private static Gauge.Builder<StoreCount> held(
            StoreCount count, String name, ToDoubleFunction<Statistics> figure, Tags tags) {
        return Gauge.builder(
                        name,
                        count,
                        of -> of.latest().map(figure::applyAsDouble).orElse(Double.NaN))
                .strongReference(true)
                .tags(tags);
    }

    private static List<String> outcomes() {
        return Stream.concat(
                        Stream.of("committed", "unchanged", "replayed"),
                        Arrays.stream(Failure.Code.values()).map(Failure.Code::wire))
                .toList();
    }

    @Override
    public String toString() {
        return "StateMetrics[of " + holdfast + "]";
    }
}
