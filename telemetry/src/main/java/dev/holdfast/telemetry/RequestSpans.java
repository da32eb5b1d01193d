package dev.holdfast.telemetry;

import dev.holdfast.mcp.RequestEnd;
import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.ServedRequest;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

/**
 * Traces requests with OpenTelemetry. Each has a span, which is current while the request is served; its parent is the
 * context in the request's {@code _meta}, and the span that was current before, such as one of the HTTP server, is
 * linked. Names and attributes are those of the semantic conventions for MCP; session ids, arguments and results are
 * left out, as they may be secret. Thread-safe.
 */
public final class RequestSpans implements RequestObserver {
    private static final String INSTRUMENTATION = "dev.holdfast.mcp";

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    public RequestSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(INSTRUMENTATION);
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed when the request ends, on the same thread
    public Observation begin(ServedRequest request) {
        Context before = Context.current();
        Context sent = propagator.extract(Context.root(), request.meta(), MetaGetter.INSTANCE);
        boolean traced = Span.fromContext(sent).getSpanContext().isValid();
        Span span = started(request, traced ? sent : sent.with(Span.fromContext(before)), traced ? before : null);
        Scope scope = sent.with(span).makeCurrent();
        return end -> {
            scope.close();
            finish(span, end);
        };
    }

    private Span started(ServedRequest request, Context parent, @Nullable Context linked) {
        SpanBuilder span = tracer.spanBuilder(name(request))
                .setSpanKind(SpanKind.SERVER)
                .setParent(parent)
                .setAttribute(Attributes.METHOD, request.method())
                .setAttribute(Attributes.REVISION, request.revision().text())
                .setAttribute(Attributes.REQUEST_ID, request.id())
                .setAttribute(Attributes.TRANSPORT, Attributes.transport(request));
        set(span, Attributes.TOOL, request.tool());
        set(span, Attributes.OPERATION, request.tool() == null ? null : Attributes.EXECUTE_TOOL);
        set(span, Attributes.PROMPT, request.prompt());
        set(span, Attributes.RESOURCE, request.resourceUri());
        SpanContext ambient = linked == null
                ? SpanContext.getInvalid()
                : Span.fromContext(linked).getSpanContext();
        if (ambient.isValid()) {
            span.addLink(ambient);
        }
        return span.startSpan();
    }

    private static String name(ServedRequest request) {
        String target = request.tool() == null ? request.prompt() : request.tool();
        return target == null ? request.method() : request.method() + " " + target;
    }

    private static void set(SpanBuilder span, String name, @Nullable String value) {
        if (value != null) {
            span.setAttribute(name, value);
        }
    }

    /** A request that the client gave up is not an error of the server. */
    private static void finish(Span span, RequestEnd end) {
        String error = Attributes.error(end);
        if (error != null) {
            span.setAttribute(Attributes.ERROR, error);
        }
        switch (end) {
            case RequestEnd.Failed failed -> {
                span.setAttribute(Attributes.STATUS_CODE, Attributes.statusCode(failed));
                span.setStatus(StatusCode.ERROR, failed.error().message());
            }
            case RequestEnd.ToolFailed failed -> span.setStatus(StatusCode.ERROR);
            case RequestEnd.Completed completed -> {}
            case RequestEnd.Cancelled cancelled -> {}
        }
        span.end();
    }

    @Override
    public String toString() {
        return "RequestSpans";
    }
}
