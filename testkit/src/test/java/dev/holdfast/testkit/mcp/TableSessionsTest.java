package dev.holdfast.testkit.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.SessionStore;
import dev.holdfast.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The contract can be fulfilled outside the protocol layer, by a table of texts with compare-and-set. */
final class TableSessionsTest implements SessionStoreContract {
    /** Compare-and-set cannot tell equal rows apart, so a row has a version. */
    private record Row(String session, long version, Instant usedAt) {}

    private record News(String id, String message) {}

    private final ManualTime time = new ManualTime();
    private final ConcurrentMap<String, Row> rows = new ConcurrentHashMap<>();
    private final List<SessionStore.Receiver> followers = new CopyOnWriteArrayList<>();

    @Override
    public SessionStore open() {
        return new Client();
    }

    @Override
    public Duration idle() {
        return Duration.ofHours(1);
    }

    @Override
    public void pass(Duration duration) {
        time.pass(duration);
    }

    private boolean isLive(@Nullable Row row) {
        return row != null && time.instant().isBefore(row.usedAt().plus(idle()));
    }

    private static String text(LegacySession session) {
        return session.toJson().toString();
    }

    private static LegacySession session(Row row) {
        return LegacySession.fromJson((JsonObject) Json.parse(row.session()));
    }

    private final class Client implements SessionStore {
        @Override
        public void put(String id, LegacySession session) {
            rows.put(id, new Row(text(session), 0, time.instant()));
        }

        @Override
        public Optional<LegacySession> find(String id) {
            return update(id, UnaryOperator.identity());
        }

        @Override
        public Optional<LegacySession> update(String id, UnaryOperator<LegacySession> change) {
            for (Row row = rows.get(id); row != null && isLive(row); row = rows.get(id)) {
                LegacySession session = change.apply(session(row));
                if (rows.replace(id, row, new Row(text(session), row.version() + 1, time.instant()))) {
                    return Optional.of(session);
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean remove(String id) {
            return isLive(rows.remove(id));
        }

        @Override
        public void tell(String id, JsonObject message) {
            News news = new News(id, message.toString());
            followers.forEach(follower -> follower.receive(news.id(), (JsonObject) Json.parse(news.message())));
        }

        @Override
        public Following follow(Receiver receiver) {
            followers.add(receiver);
            return () -> followers.remove(receiver);
        }
    }
}
