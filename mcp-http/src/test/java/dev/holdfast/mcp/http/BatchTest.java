package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.http.Cell.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches, which revision 2025-03-26 alone knows. */
@ParameterizedClass
@EnumSource(Transport.class)
final class BatchTest {
    private static final String PING = json("{'jsonrpc':'2.0','id':%s,'method':'ping'}");
    private static final String NOTIFICATION = json("{'jsonrpc':'2.0','method':'notifications/cancelled'}");
    private static final String RESPONSE = json("{'jsonrpc':'2.0','id':5,'result':{}}");

    private final Cell cell;
    private Peer peer;

    BatchTest(Transport transport) {
        this.cell = new Cell(transport, ProtocolVersion.V2025_03_26);
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(new FixtureServer().build());
    }

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void batch_isAnsweredAsAnArrayOfWhatWantsAnAnswer() throws Exception {
        Answer answer = peer.sendRaw("[%s,%s,%s,%s]"
                .formatted(
                        PING.formatted("1"),
                        NOTIFICATION,
                        RESPONSE,
                        PING.formatted(json("'b'")).replace("ping", "pong")));
        assertThat(answer.status()).isEqualTo(cell.status(200));
        assertThat(answer.body()).isEqualTo(Json.parse("""
                [{"jsonrpc":"2.0","id":1,"result":{}},
                {"jsonrpc":"2.0","id":"b","error":{"code":-32601,"message":"Method not found: pong"}}]"""));
    }

    @Test
    void batch_mayHoldCalls() throws Exception {
        Answer answer = peer.sendRaw("""
                [{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"who"}},\
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"boom"}}]""");
        assertThat(answer.body()).isInstanceOfSatisfying(JsonArray.class, array -> {
            assertThat(array.get(0).toString()).contains("guest in 2025-03-26");
            assertThat(array.get(1).toString()).contains("-32603");
        });
    }

    @Test
    void batch_withNothingToAnswerIsNotAnswered() throws Exception {
        peer.tell("[" + NOTIFICATION + "," + RESPONSE + "]");
        assertThat(peer.ask("ping", "{}").message().has("result")).isTrue();
    }

    @Test
    void batch_thatIsEmptyIsOneError() throws Exception {
        Answer answer = peer.sendRaw("[]");
        assertThat(answer.status()).isEqualTo(cell.status(400));
        assertThat(answer.code()).isEqualTo(-32600);
    }

    @Test
    void batch_thatIsTooLongIsOneError() throws Exception {
        String many = (PING.formatted("1") + ",").repeat(100) + PING.formatted("1");
        assertThat(peer.sendRaw("[" + many + "]").code()).isEqualTo(-32600);
    }

    @Test
    void initialize_inABatchIsRefused() throws Exception {
        Answer answer = peer.sendRaw("[" + Peer.initialize(cell.version()) + ",7]");
        assertThat(answer.body()).isInstanceOfSatisfying(JsonArray.class, array -> {
            assertThat(array.size()).isEqualTo(2);
            assertThat(array.get(0).toString()).contains(json("'init'"), "-32600");
            assertThat(array.get(1).toString()).contains("-32600");
        });
    }
}
