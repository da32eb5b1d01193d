package dev.holdfast.cli.monitor;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.http.HttpPage;
import dev.holdfast.telemetry.RequestMetrics;
import dev.holdfast.telemetry.RequestSpans;
import dev.holdfast.telemetry.StateMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;

/**
 * {@code /metrics}: what the server did and what its store holds, for Prometheus. Traces go to the OpenTelemetry agent
 * or SDK that the process was started with, if any.
 */
public final class Telemetry implements HttpPage {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Tells of requests. */
    public RequestObserver requests() {
        RequestObserver metrics = new RequestMetrics(registry);
        return GlobalOpenTelemetry.isSet() ? new RequestSpans(GlobalOpenTelemetry.get()).and(metrics) : metrics;
    }

    /** Tells of a store from now on. */
    public void watch(Holdfast holdfast) {
        new StateMetrics(holdfast).bindTo(registry);
    }

    @Override
    public Body get() {
        return Body.text(200, CONTENT_TYPE, registry.scrape());
    }
}
