package dev.holdfast.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.RequestEnd;
import dev.holdfast.mcp.RpcError;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

final class RequestSpansTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    private final RequestSpans spans = new RequestSpans(telemetry);

    private SpanData exported() {
        assertThat(exporter.getFinishedSpanItems()).isNotEmpty();
        return exporter.getFinishedSpanItems().getFirst();
    }

    @Test
    void span_continuesTheTraceOfTheClientAndLinksTheTransports() {
        Span http = telemetry.getTracer("http").spanBuilder("POST /mcp").startSpan();
        try (Scope scope = http.makeCurrent()) {
            assertThat(scope).isNotNull();
            var observation = spans.begin(Requests.call("echo", Requests.traced("00-" + TRACE + "-" + PARENT + "-01")));
            assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(TRACE);
            observation.end(new RequestEnd.Completed());
            assertThat(Span.current()).isEqualTo(http);
        }
        SpanData span = exported();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getLinks()).extracting(LinkData::getSpanContext).containsExactly(http.getSpanContext());
    }

    @Test
    void span_ofAnUntracedClientIsAChildOfWhatGoesOn() {
        Span http = telemetry.getTracer("http").spanBuilder("POST /mcp").startSpan();
        try (Scope scope = http.makeCurrent()) {
            assertThat(scope).isNotNull();
            spans.begin(Requests.call("echo", JsonObject.EMPTY)).end(new RequestEnd.Completed());
        }
        assertThat(exported().getParentSpanId()).isEqualTo(http.getSpanContext().getSpanId());
        assertThat(exported().getLinks()).isEmpty();
    }

    @Test
    void span_isNamedAndDescribedByTheConventions() {
        spans.begin(Requests.call("echo", JsonObject.EMPTY)).end(new RequestEnd.Completed());
        SpanData span = exported();
        assertThat(span.getName()).isEqualTo("tools/call echo");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("mcp.method.name"), "tools/call")
                .containsEntry(AttributeKey.stringKey("gen_ai.tool.name"), "echo")
                .containsEntry(AttributeKey.stringKey("gen_ai.operation.name"), "execute_tool")
                .containsEntry(AttributeKey.stringKey("jsonrpc.request.id"), "7")
                .containsEntry(AttributeKey.stringKey("mcp.protocol.version"), "2026-07-28")
                .containsEntry(AttributeKey.stringKey("network.transport"), "tcp")
                .doesNotContainKey(AttributeKey.stringKey("error.type"));
    }

    @Test
    void failure_ofTheProtocolHasItsCode() {
        spans.begin(Requests.plain("prompts/get")).end(new RequestEnd.Failed(RpcError.invalidParams("not so")));
        SpanData span = exported();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("not so");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("-32602");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("rpc.response.status_code")))
                .isEqualTo("-32602");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("network.transport")))
                .isEqualTo("pipe");
    }

    @Test
    void failure_ofAToolIsAnErrorThoughItIsAResult() {
        spans.begin(Requests.call("echo", JsonObject.EMPTY)).end(new RequestEnd.ToolFailed());
        assertThat(exported().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(exported().getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("tool_error");
    }

    @Test
    void cancellation_isNoError() {
        spans.begin(Requests.call("echo", JsonObject.EMPTY)).end(new RequestEnd.Cancelled());
        assertThat(exported().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(exported().getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("cancelled");
    }
}
