package dev.holdfast.mcp.http;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ChangeKind;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.ServerChanges;
import dev.holdfast.mcp.fixture.FixtureServer;
import dev.holdfast.mcp.fixture.Peer;
import dev.holdfast.mcp.fixture.Peer.Answer;
import dev.holdfast.mcp.http.Cell.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What results of the stateless era carry, and that a request is understood by itself alone. */
@ParameterizedClass
@EnumSource(Transport.class)
final class ModernResultsTest {
    private static final String CALL = json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'ask'}}");
    private static final List<String> CACHEABLE = List.of(
            "server/discover {}",
            "tools/list {}",
            "prompts/list {}",
            "resources/list {}",
            "resources/templates/list {}",
            json("resources/read {'uri':'test://text'}"));
    private static final List<String> OTHERS = List.of(
            json("tools/call {'name':'echo'}"),
            json("tools/call {'name':'refuse'}"),
            json("prompts/get {'name':'test_simple_prompt'}"),
            json("completion/complete {'ref':{'type':'ref/prompt','name':'test_prompt_with_arguments'},"
                    + "'argument':{'name':'arg1','value':'v'}}"));

    private final Cell cell;
    private Peer peer;

    ModernResultsTest(Transport transport) {
        this.cell = new Cell(transport, ProtocolVersion.V2026_07_28);
    }

    @BeforeEach
    void open() throws Exception {
        peer = cell.open(new FixtureServer()
                .everything(ServerChanges.of(ChangeKind.values()))
                .pageSize(2)
                .build());
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private JsonObject result(String line) throws Exception {
        int space = line.indexOf(' ');
        return peer.ask(line.substring(0, space), line.substring(space)).result();
    }

    @Test
    void result_saysItsTypeAndItsServer() throws Exception {
        List<String> all = new ArrayList<>(CACHEABLE);
        all.addAll(OTHERS);
        for (String line : all) {
            JsonObject result = result(line);
            assertThat(result.string("resultType")).as(line).isEqualTo("complete");
            assertThat(result.get("_meta")).as(line).isEqualTo(Json.parse("""
                    {"io.modelcontextprotocol/serverInfo":{"name":"fixture","version":"1.0"}}"""));
        }
    }

    @Test
    void result_thatMayBeKeptSaysForHowLongAndForWhom() throws Exception {
        for (String line : CACHEABLE) {
            JsonNumber ttl = result(line).number("ttlMs");
            assertThat(ttl == null ? -1 : ttl.exactLong().orElse(-1)).as(line).isNotNegative();
            assertThat(result(line).string("cacheScope")).as(line).isIn("public", "private");
        }
        for (String line : OTHERS) {
            assertThat(result(line).keys()).as(line).doesNotContain("ttlMs", "cacheScope");
        }
    }

    @Test
    void cacheScope_isPublicForWhatIsTheSameForEverybodyAlone() throws Exception {
        for (String line : CACHEABLE) {
            boolean depends = line.startsWith("resources/list ") || line.startsWith("resources/read ");
            assertThat(result(line).string("cacheScope")).as(line).isEqualTo(depends ? "private" : "public");
        }
    }

    @Test
    void cacheScope_isTheSameOnEveryPage() throws Exception {
        for (String list : List.of("tools/list", "prompts/list", "resources/list")) {
            JsonObject first = peer.ask(list, "{}").result();
            int pages = 1;
            for (String next = first.string("nextCursor"); next != null; pages++) {
                JsonObject page = peer.ask(
                                list, JsonObject.of("cursor", Json.of(next)).toString())
                        .result();
                assertThat(page.string("cacheScope")).as(list).isEqualTo(first.string("cacheScope"));
                next = page.string("nextCursor");
            }
            assertThat(pages).as(list).isGreaterThan(1);
        }
    }

    @Test
    void request_inheritsNothingFromEarlierOnes() throws Exception {
        String capable = peer.shape(CALL);
        assertThat(peer.sendRaw(capable).result().string("resultType")).isEqualTo("input_required");
        Answer incapable = peer.sendRaw(capable.replace(Peer.CAPABILITIES, "{}"));
        assertThat(incapable.code()).isEqualTo(-32021);
        assertThat(peer.sendRaw(capable).result().string("resultType")).isEqualTo("input_required");
        Answer silent = peer.sendRaw(CALL);
        assertThat(silent.status()).isEqualTo(cell.status(400));
        assertThat(silent.code()).isEqualTo(-32602);
    }
}
