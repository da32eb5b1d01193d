package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.McpServer;
import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An observer that fails is the operator's trouble, not the client's. */
final class FailingObserverTest {
    private final AtomicInteger failures = new AtomicInteger();

    @ParameterizedTest
    @MethodSource("dev.holdfast.mcp.http.Cell#all")
    void observer_thatFailsChangesNoAnswer(Cell cell) throws Exception {
        List<Answer> answers = answers(cell, new FixtureServer().build());
        assertThat(answers)
                .extracting(answer -> answer.message().has("result"))
                .containsExactly(true, true, false, false);
        assertThat(answers(cell, watched(request -> {
                    throw failure("at the beginning");
                })))
                .isEqualTo(answers);
        assertThat(answers(cell, watched(request -> end -> {
                    throw failure("at the end");
                })))
                .isEqualTo(answers);
        int handshake = cell.version().isModern() ? 0 : 1;
        assertThat(failures).hasValue(2 * (answers.size() + handshake));
    }

    private static McpServer watched(RequestObserver observer) {
        return new FixtureServer().builder().observer(observer).build();
    }

    private RuntimeException failure(String when) {
        failures.incrementAndGet();
        return new IllegalStateException(when);
    }

    /** A result, a failure of a tool, one of the server and a refusal. */
    private static List<Answer> answers(Cell cell, McpServer server) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (Peer peer = cell.open(server)) {
            answers.add(peer.call("echo", json("{'a':1}")));
            answers.add(peer.call("refuse", "{}"));
            answers.add(peer.call("boom", "{}"));
            answers.add(peer.ask("no/such", "{}"));
        }
        return answers;
    }
}
