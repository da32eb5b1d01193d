package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.http.HttpConfig;
import dev.holdfast.mcp.http.HttpTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StateScopesTest {
    private static final String SET = json("{'key':'a','value':1}");

    private final Holdfast holdfast =
            Holdfast.on("memory:").audited(Auditing.beside()).open();
    private final HttpClient client = HttpClient.newHttpClient();

    /** A token is a subject and the one scope it was granted. */
    private final HttpTransport transport = HttpTransport.start(
            StateServer.over(holdfast, Profile.ALL, "0", false),
            HttpConfig.builder(Caller.anonymous("local/nobody"))
                    .authenticator(token -> {
                        int comma = token.indexOf(',');
                        return Optional.of(
                                Caller.authenticated(token.substring(0, comma), Set.of(token.substring(comma + 1))));
                    })
                    .build());

    @AfterEach
    void close() {
        transport.close();
        client.close();
        holdfast.close();
    }

    private HttpResponse<String> call(String token, String tool, String arguments) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + transport.port() + "/mcp"))
                        .header("Content-Type", "application/json")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", tool)
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString("""
                            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s,\
                            "_meta":{
                            "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                            "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},
                            "io.modelcontextprotocol/clientCapabilities":{}}}}\
                            """.formatted(tool, arguments)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void allows(String scope, String tool, String arguments) throws Exception {
        assertThat(call("alice," + scope, tool, arguments).statusCode())
                .as(scope + " " + tool + " " + arguments)
                .isEqualTo(200);
    }

    private void refuses(String scope, String tool, String arguments) throws Exception {
        assertThat(call("alice," + scope, tool, arguments).statusCode())
                .as(scope + " " + tool + " " + arguments)
                .isEqualTo(403);
    }

    @Test
    void read_looksAndChangesNothing() throws Exception {
        allows(StateScopes.READ, "state", json("{'key':'a'}"));
        allows(StateScopes.READ, "state", json("{'key':'a','value':null,'handle':null}"));
        allows(StateScopes.READ, "state_list", "{}");
        allows(StateScopes.READ, "state_history", json("{'handle':'@a'}"));
        refuses(StateScopes.READ, "state_merge", json("{'handle':'@a','from':'@b'}"));
        refuses(StateScopes.READ, "state", SET);
        refuses(StateScopes.READ, "state", json("{'key':'a','value':null}"));
        for (String tool : new String[] {"state_open", "state_write", "state_undo", "state_close"}) {
            refuses(StateScopes.READ, tool, "{}");
        }
    }

    @Test
    void write_andAdminIncludeWhatIsLess() throws Exception {
        for (String scope : new String[] {StateScopes.WRITE, StateScopes.ADMIN}) {
            allows(scope, "state", SET);
            allows(scope, "state", json("{'key':'a'}"));
            allows(scope, "state_open", "{}");
        }
        refuses("state", "state_list", "{}");
    }

    @Test
    void admin_letsOthersInAndErases() throws Exception {
        String erase = json("{'handle':'@default','erase':true}");
        allows(StateScopes.WRITE, "state_close", json("{'handle':'@default'}"));
        allows(StateScopes.WRITE, "state_lease", "{}");
        for (String tool : new String[] {"state_close", "state_share"}) {
            refuses(StateScopes.WRITE, tool, erase);
            allows(StateScopes.ADMIN, tool, erase);
        }
    }

    /** What a model has that may do everything else does not let it answer for people. */
    @Test
    void answering_takesAScopeOfItsOwn() throws Exception {
        String answer = json("{'handle':'@default','question':'a2','choice':'yes'}");
        for (String scope : new String[] {StateScopes.READ, StateScopes.WRITE, StateScopes.ADMIN}) {
            refuses(scope, "state_answer", answer);
        }
        allows(StateScopes.APPROVE, "state_answer", answer);
        allows(StateScopes.APPROVE, "state_read", "{}");
        refuses(StateScopes.APPROVE, "state_ask", "{}");
        allows(StateScopes.WRITE, "state_ask", "{}");
    }

    @Test
    void subjects_haveStatesOfTheirOwn() throws Exception {
        call("alice,state:write", "state", SET);
        assertThat(call("alice,state:read", "state", json("{'key':'a'}")).body())
                .contains(json("'exists':true"));
        assertThat(call("bob,state:read", "state", json("{'key':'a'}")).body()).contains(json("'exists':false"));
    }

    @Test
    void callerWithoutTheScope_isCountedInTheAuditLog() throws Exception {
        assertThat(call("eve,state:read", "state", SET).statusCode()).isEqualTo(403);
        assertThat(call("eve,state:read", "state", SET).statusCode()).isEqualTo(403);

        List<AuditEntry> entries = holdfast.audit()
                .orElseThrow()
                .read(Principal.of("auditor"), AuditQuery.ALL.outcomes("forbidden"))
                .entries();
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().principal()).isEqualTo("eve");
        assertThat(entries.getFirst().count()).isEqualTo(2);
    }
}
