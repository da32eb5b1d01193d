package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.Progress;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.server.shared.StoredSessions;
import dev.holdfast.testkit.mcp.SessionStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions in Holdfast itself keep the contract, in memory, and in a database or files that two instances share. */
final class StoredSessionsTest {
    @Nested
    final class InMemory extends Stored {
        InMemory() {
            super(TwoInstances.inMemory());
        }
    }

    @Nested
    final class Sharded extends Stored {
        Sharded() {
            super(TwoInstances.inShards());
        }
    }

    @Nested
    final class OnSqlite extends Stored {
        OnSqlite(@TempDir Path folder) {
            super(TwoInstances.onSqlite(folder));
        }
    }

    @Nested
    final class OnFiles extends Stored {
        OnFiles(@TempDir Path folder) {
            super(TwoInstances.onFiles(folder));
        }
    }

    abstract static class Stored extends OnTwoInstances implements SessionStoreContract {
        Stored(TwoInstances instances) {
            super(instances);
        }

        @Test
        @SuppressWarnings("try") // the following is held, not used
        final void message_thatIsTheSameAgainIsToldAgain() {
            JsonObject message = JsonObject.of("n", Json.of(1));
            List<String> heard = new CopyOnWriteArrayList<>();
            try (var following = open().follow((id, told) -> heard.add(id + told))) {
                open().tell("session", message);
                open().tell("session", message);
                await().untilAsserted(() ->
                        assertThat(heard).containsExactly(json("session{'n':1}"), json("session{'n':1}")));
            }
        }

        @Test
        final void message_isNotKept() {
            open().tell("session", JsonObject.of("answer", Json.of("private")));
            InternalStates channels = instances().next().internal("news");
            assertThat(channels.find("sessions").orElseThrow().document().toString())
                    .contains("private");
            pass(Duration.ofMinutes(11));
            assertThat(channels.find("sessions").orElseThrow().document()).isEqualTo(JsonObject.EMPTY);
            instances().next().compact(Progress.NONE);
            assertThat(channels.state("sessions").historyKept(1, 9))
                    .extracting(Event::type)
                    .containsExactly(EventType.LAPSED);
        }

        @Override
        public final SessionStore open() {
            return new StoredSessions(instances().next(), idle());
        }

        @Override
        public final Duration idle() {
            return Duration.ofHours(1);
        }
    }
}
