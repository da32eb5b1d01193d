package dev.holdfast.telemetry;

import dev.holdfast.mcp.RequestEnd;
import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.ServedRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times requests with Micrometer, as {@code mcp.server.operation.duration} by method, tool or prompt,
 * revision, transport and kind of error, in the buckets of the semantic conventions for MCP. Listening is left out: its
 * duration is not one of work. Thread-safe.
 */
public final class RequestMetrics implements RequestObserver {
    static final String DURATION = "mcp.server.operation.duration";

    private static final Set<String> STREAMS = Set.of("subscriptions/listen", "events/stream");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(100),
        Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1),
        Duration.ofMinutes(2), Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    public RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Observation begin(ServedRequest request) {
        if (STREAMS.contains(request.method())) {
            return end -> {};
        }
        Timer.Sample sample = Timer.start(registry);
        return end -> sample.stop(timer(request, end));
    }

    /** Cached, since finding a timer in the registry can cost more than the request. */
    private Timer timer(ServedRequest request, RequestEnd end) {
        Series series = new Series(
                request.method(),
                orEmpty(request.tool()),
                orEmpty(request.prompt()),
                request.revision().text(),
                Attributes.transport(request),
                orEmpty(Attributes.error(end)));
        return timers.computeIfAbsent(series, this::register);
    }

    private Timer register(Series series) {
        return Timer.builder(DURATION)
                .description("How long requests took to serve")
                .serviceLevelObjectives(BUCKETS)
                .tags(series.tags())
                .register(registry);
    }

    /**
     * The key of a timer. Every series has the same labels, as some registries require; those that do not apply are
     * empty.
     */
    private record Series(String method, String tool, String prompt, String revision, String transport, String error) {
        Tags tags() {
            return Tags.of(Attributes.METHOD, method, Attributes.TOOL, tool, Attributes.PROMPT, prompt)
                    .and(Attributes.REVISION, revision, Attributes.TRANSPORT, transport, Attributes.ERROR, error);
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    @Override
    public String toString() {
        return "RequestMetrics[" + timers.size() + " timers]";
    }
}
