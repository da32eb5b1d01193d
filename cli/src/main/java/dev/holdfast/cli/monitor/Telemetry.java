package dev.holdfast.cli.monitor;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.http.HttpPage;
import dev.holdfast.server.webhook.StateWebhooks;
import dev.holdfast.server.webhook.WebhookFigures;
import dev.holdfast.telemetry.RequestMetrics;
import dev.holdfast.telemetry.RequestSpans;
import dev.holdfast.telemetry.StateMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.util.function.ToLongFunction;

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

    /** Tells of deliveries by webhook from now on. */
    public void watch(StateWebhooks webhooks) {
        gauge("holdfast.webhooks", webhooks, WebhookFigures::subscriptions);
        gauge("holdfast.webhooks.suspended", webhooks, WebhookFigures::suspended);
        counter("delivered", webhooks, WebhookFigures::delivered);
        counter("declined", webhooks, WebhookFigures::declined);
        counter("failed", webhooks, WebhookFigures::failed);
        counter("gap", webhooks, WebhookFigures::gaps);
        counter("ended", webhooks, WebhookFigures::ended);
    }

    private void gauge(String name, StateWebhooks webhooks, ToLongFunction<WebhookFigures> figure) {
        Gauge.builder(name, webhooks, each -> figure.applyAsLong(each.figures()))
                .description("Subscriptions by webhook that this process delivers")
                .register(registry);
    }

    private void counter(String outcome, StateWebhooks webhooks, ToLongFunction<WebhookFigures> figure) {
        FunctionCounter.builder("holdfast.webhook.deliveries", webhooks, each -> figure.applyAsLong(each.figures()))
                .description("Deliveries by webhook of this process")
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public Body get() {
        return Body.text(200, CONTENT_TYPE, registry.scrape());
    }
}
