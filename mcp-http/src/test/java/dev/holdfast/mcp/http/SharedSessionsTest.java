package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.LegacySession;
import dev.holdfast.mcp.LogLevel;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One session of the handshake era, whose messages go to two instances in turn. */
final class SharedSessionsTest {
    private static final ProtocolVersion VERSION = ProtocolVersion.V2025_11_25;
    private static final String PING = json("{'jsonrpc':'2.0','id':1,'method':'ping'}");
    private static final String TEXT = json("{'uri':'test://text'}");
    private static final JsonObject UPDATED = Peer.object(
            json("{'jsonrpc':'2.0','method':'notifications/resources/updated','params':{'uri':'test://text'}}"));
    private static final JsonObject TOOLS =
            Peer.object(json("{'jsonrpc':'2.0','method':'notifications/tools/list_changed'}"));

    private final Instance.Common common = new Instance.Common();
    private Instance first;
    private Instance second;
    private HttpPeer atFirst;
    private HttpPeer atSecond;

    @BeforeEach
    void open() throws Exception {
        first = Instance.of(common);
        second = Instance.of(common);
        atFirst = HttpPeer.join(first.transport, VERSION);
        atSecond = HttpPeer.in(atFirst.session(), second.transport, VERSION);
    }

    @AfterEach
    void close() {
        atFirst.close();
        atSecond.close();
        first.close();
        second.close();
    }

    // --- Calls

    @Test
    void session_isServedByEitherInstance() throws Exception {
        assertThat(atSecond.call("who", "{}").result().toString()).contains("guest in " + VERSION);
        assertThat(atFirst.call("who", "{}").result().toString()).contains("guest in " + VERSION);
    }

    @Test
    void instance_listensToTheOthersFromItsFirstSessionOn() throws Exception {
        try (Instance third = Instance.of(common);
                HttpPeer modern = HttpPeer.join(third.transport, ProtocolVersion.V2026_07_28);
                HttpPeer atThird = HttpPeer.in(atFirst.session(), third.transport, VERSION)) {
            assertThat(modern.call("who", "{}").result()).isNotNull();
            assertThat(atThird.post(PING, Map.of("Mcp-Session-Id", "unknown")).statusCode())
                    .isEqualTo(404);
            assertThat(third.sessions.follows).hasValue(0);
            atThird.call("who", "{}");
            atThird.call("who", "{}");
            assertThat(third.sessions.follows).hasValue(1);
        }
    }

    @Test
    void logLevel_setThroughOneIsThatOfTheOther() throws Exception {
        atFirst.ask("logging/setLevel", json("{'level':'error'}"));
        atFirst.ask("resources/subscribe", TEXT);
        LegacySession session = common.store.find(atFirst.session()).orElseThrow();
        assertThat(session.logLevel()).isEqualTo(LogLevel.ERROR);
        assertThat(session.subscriptions()).containsExactly("test://text");
        atSecond.ask("logging/setLevel", json("{'level':'debug'}"));
        atSecond.ask("resources/unsubscribe", TEXT);
        session = common.store.find(atFirst.session()).orElseThrow();
        assertThat(session.logLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(session.subscriptions()).isEmpty();
    }

    @Test
    void call_isCancelledThroughTheOther() throws Exception {
        FutureTask<Answer> hanging = hang(atFirst, first);
        atSecond.tell(json("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':'hang'}}"));
        assertThat(first.fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
        assertThat(hanging.get(20, TimeUnit.SECONDS).body()).isNull();
    }

    // --- The stream

    @Test
    void subscription_throughOneIsToldOnTheStreamOfTheOther() throws Exception {
        try (EventStream stream = EventStream.get(atSecond)) {
            second.changes.toolsListChanged();
            assertThat(stream.next()).isEqualTo(TOOLS);
            assertThat(atFirst.ask("resources/subscribe", TEXT).result()).isEqualTo(JsonObject.EMPTY);
            assertThat(second.source.nextEvent()).isEqualTo("watch test://text for guest");
            assertThat(stream.next()).as("as it may have changed meanwhile").isEqualTo(UPDATED);
            second.changes.resourceUpdated("test://text");
            assertThat(stream.next()).isEqualTo(UPDATED);
            atFirst.ask("resources/unsubscribe", TEXT);
            assertThat(second.source.nextEvent()).isEqualTo("leave test://text");
        }
    }

    @Test
    void stream_opensWithWhatWasSubscribedToBefore() throws Exception {
        atFirst.ask("resources/subscribe", TEXT);
        first.changes.resourceUpdated("test://text");
        try (EventStream stream = EventStream.get(atSecond)) {
            assertThat(stream.next()).isEqualTo(UPDATED);
            assertThat(second.source.nextEvent()).isEqualTo("watch test://text for guest");
        }
    }

    @Test
    void stream_atTheOtherTakesTheFirstOnesPlace() throws Exception {
        atFirst.ask("resources/subscribe", TEXT);
        try (EventStream old = EventStream.get(atFirst);
                EventStream stream = EventStream.get(atSecond)) {
            assertThat(old.nextIfAny()).isNull();
            assertThat(first.source.nextEvent()).startsWith("watch");
            assertThat(first.source.nextEvent()).isEqualTo("leave test://text");
            assertThat(stream.next()).isEqualTo(UPDATED);
            second.changes.toolsListChanged();
            assertThat(stream.next()).isEqualTo(TOOLS);
        }
    }

    @Test
    void stream_isNotEndedByLateNewsOfAnEarlierOne() throws Exception {
        atFirst.ask("resources/subscribe", TEXT);
        try (EventStream old = EventStream.get(atFirst);
                EventStream stream = EventStream.get(atSecond)) {
            assertThat(stream.next()).isEqualTo(UPDATED);
            assertThat(old.nextIfAny()).isNull();
            first.sessions.told.forEach(late -> common.store.tell(atFirst.session(), late));
            awaitLook(second);
            second.changes.toolsListChanged();
            assertThat(stream.next()).isEqualTo(TOOLS);
            second.changes.resourceUpdated("test://text");
            assertThat(stream.next()).isEqualTo(UPDATED);
        }
    }

    @Test
    void stream_thatMovedUnheardOfIsNoticed() throws Exception {
        second.sessions.cut.add("tell");
        try (EventStream old = EventStream.get(atFirst);
                EventStream stream = EventStream.get(atSecond)) {
            assertThat(old.nextIfAny()).isNull();
            second.changes.toolsListChanged();
            assertThat(stream.next()).isEqualTo(TOOLS);
        }
    }

    @Test
    void resource_thatMayNotBeReadByNowIsNotToldOf() throws Exception {
        common.store.update(atFirst.session(), session -> session.subscribedTo("test://private"));
        atFirst.ask("resources/subscribe", TEXT);
        try (EventStream stream = EventStream.get(atSecond)) {
            assertThat(stream.next()).isEqualTo(UPDATED);
            second.changes.resourceUpdated("test://private");
            second.changes.toolsListChanged();
            assertThat(stream.next()).isEqualTo(TOOLS);
        }
    }

    // --- The end

    @Test
    void session_endsEverywhere() throws Exception {
        atFirst.ask("resources/subscribe", TEXT);
        FutureTask<Answer> hanging = hang(atFirst, first);
        try (EventStream stream = EventStream.get(atFirst)) {
            assertThat(delete(atSecond)).isEqualTo(204);
            assertThat(first.fixture.nextTwoEvents()).containsExactly("cancelled", "interrupted");
            assertThat(hanging.get(20, TimeUnit.SECONDS).body()).isNull();
            assertThat(stream.nextIfAny()).isNull();
        }
        assertThat(first.source.nextEvent()).startsWith("watch");
        assertThat(first.source.nextEvent()).isEqualTo("leave test://text");
        assertThat(atFirst.sendRaw(PING).status()).isEqualTo(404);
        assertThat(atSecond.sendRaw(PING).status()).isEqualTo(404);
        assertThat(delete(atFirst)).isEqualTo(404);
    }

    @Test
    void session_thatEndedUnheardOfIsNoticed() throws Exception {
        try (EventStream stream = EventStream.get(atFirst)) {
            second.sessions.cut.add("tell");
            assertThat(delete(atSecond)).isEqualTo(204);
            assertThat(stream.nextIfAny()).isNull();
        }
    }

    @Test
    void session_thatIsNotUsedExpiresUnlessItsStreamIsRead() throws Exception {
        try (HttpPeer idle = HttpPeer.join(first.transport, VERSION);
                EventStream stream = EventStream.get(atFirst)) {
            common.pass(Duration.ofMinutes(40));
            awaitLook(first);
            common.pass(Duration.ofMinutes(40));
            assertThat(idle.sendRaw(PING).status()).isEqualTo(404);
            assertThat(atSecond.sendRaw(PING).status()).isEqualTo(200);
            first.changes.toolsListChanged();
            assertThat(stream.next()).isEqualTo(TOOLS);
        }
    }

    /** Waits for a look into the session that began after now. */
    private static void awaitLook(Instance instance) throws Exception {
        instance.sessions.found.clear();
        for (int looks = 0; looks < 2; looks++) {
            assertThat(instance.sessions.found.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void session_ofAnotherIsNotThere() throws Exception {
        try (Instance guarded = Instance.guarded(common);
                HttpPeer peer = HttpPeer.in(atFirst.session(), guarded.transport, VERSION)) {
            Map<String, String> ada = Map.of("Authorization", "Bearer ada", "Mcp-Session-Id", atFirst.session());
            assertThat(peer.post(PING, ada).statusCode()).isEqualTo(404);
            HttpRequest.Builder get = peer.request("/mcp").GET().setHeader("Accept", "text/event-stream");
            ada.forEach(get::setHeader);
            assertThat(peer.exchange(get).statusCode()).isEqualTo(404);
            HttpRequest.Builder delete = peer.request("/mcp").DELETE();
            ada.forEach(delete::setHeader);
            assertThat(peer.exchange(delete).statusCode()).isEqualTo(404);
        }
        assertThat(atFirst.sendRaw(PING).status()).isEqualTo(200);
    }

    // --- A store that fails

    @Test
    void store_thatCannotBeReachedIsToldAsThat() throws Exception {
        first.sessions.cut.addAll(Set.of("put", "find", "update", "remove", "tell"));
        HttpResponse<String> refused = atFirst.post(Peer.initialize(VERSION), Map.of());
        assertUnavailable(refused);
        assertThat(refused.headers().firstValue("Mcp-Session-Id")).isEmpty();
        assertUnavailable(atFirst.post(PING, atFirst.headers(PING)));
        assertUnavailable(atFirst.exchange(atFirst.request("/mcp")
                .GET()
                .header("Mcp-Session-Id", atFirst.session())
                .header("Accept", "text/event-stream")));
        assertThat(delete(atFirst)).isEqualTo(503);
        assertThat(atSecond.sendRaw(PING).status()).isEqualTo(200);
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("-32603", "try again").doesNotContain("secret");
    }

    @Test
    void subscription_thatCannotBeKeptIsNone() throws Exception {
        first.sessions.cut.add("update");
        assertThat(atFirst.ask("resources/subscribe", TEXT).code()).isEqualTo(-32603);
        assertThat(first.source.nextEvent()).startsWith("watch");
        assertThat(first.source.nextEvent()).isEqualTo("leave test://text");
        assertThat(atFirst.ask("logging/setLevel", json("{'level':'error'}")).code())
                .isEqualTo(-32603);
        first.sessions.cut.clear();
        try (EventStream stream = EventStream.get(atFirst)) {
            first.changes.resourceUpdated("test://text");
            first.changes.toolsListChanged();
            assertThat(stream.next()).isEqualTo(TOOLS);
        }
    }

    // --- Questions

    @Test
    void question_ofOneIsAnsweredThroughTheOther() throws Exception {
        try (Instance asking = Instance.asking(common);
                Instance other = Instance.asking(common);
                HttpPeer peer = HttpPeer.join(asking.transport, VERSION);
                HttpPeer elsewhere = HttpPeer.in(peer.session(), other.transport, VERSION);
                EventStream call = EventStream.post(peer, call("greet"))) {
            String answer = answer(call.next());
            other.sessions.cut.add("tell");
            assertThat(elsewhere.post(answer, elsewhere.headers(answer)).statusCode())
                    .as("an answer that cannot be passed on")
                    .isEqualTo(503);
            other.sessions.cut.clear();
            elsewhere.tell(answer);
            assertThat(InputEveryRevisionTest.text(call.next())).isEqualTo("Hello, Ada!");
        }
    }

    @Test
    void questions_ofEveryKindAreAnsweredThroughTheOther() throws Exception {
        try (Instance asking = Instance.asking(common);
                Instance other = Instance.asking(common)) {
            String initialize = Peer.initialize(VERSION).replace(Peer.CAPABILITIES, AskedClient.ALL);
            String session = atFirst.post(initialize, Map.of())
                    .headers()
                    .firstValue("Mcp-Session-Id")
                    .orElseThrow();
            try (HttpPeer peer = HttpPeer.in(session, asking.transport, VERSION);
                    HttpPeer elsewhere = HttpPeer.in(session, other.transport, VERSION);
                    EventStream call = EventStream.post(peer, call("everything"))) {
                for (String method : new String[] {"elicitation/create", "sampling/createMessage", "roots/list"}) {
                    JsonObject question = call.next();
                    assertThat(question.string("method")).isEqualTo(method);
                    elsewhere.tell(answer(question));
                }
                assertThat(InputEveryRevisionTest.text(call.next())).startsWith(json("'all-three'"));
            }
        }
    }

    @Test
    void questions_ofBothAtTheSameTimeGetTheirOwnAnswers() throws Exception {
        try (Instance one = Instance.asking(common);
                Instance two = Instance.asking(common);
                HttpPeer atOne = HttpPeer.join(one.transport, VERSION);
                HttpPeer atTwo = HttpPeer.in(atOne.session(), two.transport, VERSION);
                EventStream callOne = EventStream.post(atOne, call("greet"));
                EventStream callTwo = EventStream.post(atTwo, call("greet"))) {
            JsonObject questionOne = callOne.next();
            JsonObject questionTwo = callTwo.next();
            assertThat(questionOne.get("id")).isNotEqualTo(questionTwo.get("id"));
            atOne.tell(answer(questionTwo));
            assertThat(InputEveryRevisionTest.text(callTwo.next())).isEqualTo("Hello, Ada!");
            atTwo.tell(answer(questionOne).replace("accept", "decline"));
            assertThat(InputEveryRevisionTest.text(callOne.next())).isEqualTo("No name, then.");
        }
    }

    @Test
    void answer_inAnotherSessionIsNone() throws Exception {
        try (Instance asking = Instance.asking(common);
                Instance other = Instance.asking(common);
                HttpPeer peer = HttpPeer.join(asking.transport, VERSION);
                HttpPeer stranger = HttpPeer.join(other.transport, VERSION);
                HttpPeer elsewhere = HttpPeer.in(peer.session(), other.transport, VERSION);
                EventStream call = EventStream.post(peer, call("greet"))) {
            String answer = answer(call.next());
            stranger.tell(answer.replace("accept", "decline"));
            elsewhere.tell(answer);
            assertThat(InputEveryRevisionTest.text(call.next())).isEqualTo("Hello, Ada!");
        }
    }

    // --- Messages

    private static String call(String tool) {
        return json("{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'%s','arguments':{}}}")
                .formatted(tool);
    }

    private static String answer(JsonObject question) {
        return JsonObject.of(
                        "jsonrpc",
                        Json.of("2.0"),
                        "id",
                        Objects.requireNonNull(question.get("id")),
                        "result",
                        Peer.object(json("{'action':'accept','content':{'name':'Ada'}}")))
                .toString();
    }

    private static FutureTask<Answer> hang(HttpPeer peer, Instance instance) throws Exception {
        FutureTask<Answer> answer = new FutureTask<>(() ->
                peer.sendRaw(json("{'jsonrpc':'2.0','id':'hang','method':'tools/call','params':{'name':'hang'}}")));
        Thread.ofVirtual().start(answer);
        assertThat(instance.fixture.nextEvent()).isEqualTo("started");
        return answer;
    }

    private static int delete(HttpPeer peer) throws Exception {
        return peer.exchange(peer.request("/mcp").DELETE().header("Mcp-Session-Id", peer.session()))
                .statusCode();
    }
}
