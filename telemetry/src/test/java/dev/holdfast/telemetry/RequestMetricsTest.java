package dev.holdfast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.RequestEnd;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ServedRequest;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RequestMetricsTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final RequestMetrics metrics = new RequestMetrics(registry);

    private void serve(ServedRequest request, Duration time, RequestEnd end) {
        var observation = metrics.begin(request);
        clock.add(time);
        observation.end(end);
    }

    @Test
    void request_isTimedByWhatItAskedFor() {
        serve(Requests.call("echo", JsonObject.EMPTY), Duration.ofMillis(30), new RequestEnd.Completed());
        serve(Requests.call("echo", JsonObject.EMPTY), Duration.ofMillis(50), new RequestEnd.Completed());
        Timer timer = registry.get(RequestMetrics.DURATION)
                .tags("mcp.method.name", "tools/call", "gen_ai.tool.name", "echo", "gen_ai.prompt.name", "")
                .tags("mcp.protocol.version", "2026-07-28", "network.transport", "tcp", "error.type", "")
                .timer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(80);
    }

    @Test
    void failures_areToldApart() {
        serve(Requests.plain("x"), Duration.ZERO, new RequestEnd.ToolFailed());
        serve(Requests.plain("x"), Duration.ZERO, new RequestEnd.Failed(RpcError.invalidParams("no")));
        serve(Requests.plain("x"), Duration.ZERO, new RequestEnd.Cancelled());
        assertThat(registry.get(RequestMetrics.DURATION).timers())
                .extracting(timer -> timer.getId().getTag("error.type"))
                .containsExactlyInAnyOrder("tool_error", "-32602", "cancelled");
    }

    @Test
    void listening_isNoDurationOfWork() {
        serve(Requests.plain("subscriptions/listen"), Duration.ofHours(1), new RequestEnd.Completed());
        assertThat(registry.getMeters()).isEmpty();
    }
}
