package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.PromptDefinition;
import dev.holdfast.mcp.PromptMessage;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.RequestEnd;
import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.RpcError;
import dev.holdfast.mcp.ServedRequest;
import dev.holdfast.mcp.fixture.ConformancePrompts;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What an observer is shown of requests, in every revision over every transport. */
@ParameterizedClass
@MethodSource("dev.holdfast.mcp.http.Cell#all")
final class RequestObserverTest {
    private record Seen(ServedRequest request, RequestEnd end, boolean onOneThread) {}

    private final Cell cell;
    private final FixtureServer fixture = new FixtureServer();
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private Peer peer;

    RequestObserverTest(Cell cell) {
        this.cell = cell;
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(fixture.builder()
                .prompt(ConformancePrompts.prompt(
                        PromptDefinition.of("say", "Says it"), call -> PromptResult.of(PromptMessage.user("It."))))
                .observer(this::begin)
                .build());
        if (!cell.version().isModern()) {
            Seen opening = next();
            assertThat(opening.request().method()).isEqualTo("initialize");
            assertThat(opening.request().revision()).isEqualTo(cell.version());
            assertThat(opening.end()).isEqualTo(new RequestEnd.Completed());
        }
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private RequestObserver.Observation begin(ServedRequest request) {
        Thread thread = Thread.currentThread();
        return end -> seen.add(new Seen(request, end, thread.equals(Thread.currentThread())));
    }

    private Seen next() throws InterruptedException {
        Seen next = seen.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("an observed request").isNotNull();
        assertThat(next.onOneThread()).isTrue();
        assertThat(next.request().transport().name()).isEqualTo(cell.transport().name());
        return next;
    }

    @Test
    void call_isSeenWithItsToolAndTraceContext() throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        peer.send("""
                {"jsonrpc":"2.0","id":"a","method":"tools/call",
                "params":{"name":"echo","_meta":{"traceparent":"%s"}}}""".formatted(trace).replace("\n", ""));
        Seen call = next();
        assertThat(call.request())
                .returns("tools/call", ServedRequest::method)
                .returns("echo", ServedRequest::tool)
                .returns(null, ServedRequest::prompt)
                .returns(null, ServedRequest::resourceUri)
                .returns("a", ServedRequest::id)
                .returns(cell.version(), ServedRequest::revision);
        assertThat(call.request().meta().string("traceparent")).isEqualTo(trace);
        assertThat(call.end()).isEqualTo(new RequestEnd.Completed());
    }

    @Test
    void targets_areNamedIfTheServerHasThem() throws Exception {
        peer.ask("prompts/get", json("{'name':'say'}"));
        assertThat(next().request().prompt()).isEqualTo("say");
        peer.ask("resources/read", json("{'uri':'test://text'}"));
        assertThat(next().request().resourceUri()).isEqualTo("test://text");
        peer.ask("tools/list", "{}");
        assertThat(next().request().method()).isEqualTo("tools/list");
    }

    @Test
    void names_thatClientsMadeUpAreNotRepeated() throws Exception {
        peer.call("made-up", "{}");
        Seen call = next();
        assertThat(call.request().tool()).isNull();
        assertThat(call.end())
                .isInstanceOfSatisfying(
                        RequestEnd.Failed.class,
                        failed -> assertThat(failed.error().code()).isEqualTo(RpcError.INVALID_PARAMS));
        peer.ask("made/up", "{}");
        Seen unknown = next();
        assertThat(unknown.request().method()).isEqualTo(ServedRequest.OTHER);
        assertThat(unknown.end())
                .isInstanceOfSatisfying(
                        RequestEnd.Failed.class,
                        failed -> assertThat(failed.error().code()).isEqualTo(RpcError.METHOD_NOT_FOUND));
    }

    @Test
    void failures_areTold() throws Exception {
        peer.call("refuse", "{}");
        assertThat(next().end()).isEqualTo(new RequestEnd.ToolFailed());
        peer.call("boom", "{}");
        assertThat(next().end())
                .isInstanceOfSatisfying(
                        RequestEnd.Failed.class,
                        failed -> assertThat(failed.error().code()).isEqualTo(RpcError.INTERNAL_ERROR));
    }

    @Test
    void observers_aroundOneAnotherBeginFirstAndEndLast() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        RequestObserver both = named("outer", order).and(named("inner", order));
        both.begin(request("x")).end(new RequestEnd.Completed());
        assertThat(order).containsExactly("outer begins", "inner begins", "inner ends", "outer ends");
    }

    private static RequestObserver named(String name, List<String> order) {
        return request -> {
            order.add(name + " begins");
            return end -> order.add(name + " ends");
        };
    }

    private static ServedRequest request(String method) {
        return new ServedRequest(
                method,
                null,
                null,
                null,
                "1",
                ProtocolVersion.V2026_07_28,
                ServedRequest.Transport.HTTP,
                JsonObject.EMPTY);
    }
}
