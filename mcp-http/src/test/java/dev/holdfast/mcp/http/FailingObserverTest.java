package dev.holdfast.mcp.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.mcp.RequestObserver;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An observer that fails is the operator's trouble, not the client's. */
final class FailingObserverTest {
    @ParameterizedTest
    @MethodSource("dev.holdfast.mcp.Cell#all")
    void observer_thatFailsChangesNoAnswer(Cell cell) throws Exception {
        assertAnswers(cell, request -> {
            throw new IllegalStateException("at the beginning");
        });
        assertAnswers(cell, request -> end -> {
            throw new IllegalStateException("at the end");
        });
    }

    private static void assertAnswers(Cell cell, RequestObserver observer) throws Exception {
        try (Peer peer =
                cell.open(new FixtureServer().builder().observer(observer).build())) {
            assertThat(peer.call("echo", "{}").result().has("content")).isTrue();
        }
    }
}
