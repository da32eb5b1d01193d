package dev.holdfast.server.console;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.http.HttpConfig;
import dev.holdfast.mcp.http.HttpTransport;
import dev.holdfast.server.StateScopes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConsoleToolsTest {
    private static final Set<String> CHANGING = Set.of(
            "state",
            "state_open",
            "state_write",
            "state_undo",
            "state_close",
            "state_merge",
            "machine_send",
            "workflow_start",
            "workflow_next",
            "workflow_report",
            "state_share",
            "state_lease",
            "state_ask",
            "state_answer");

    private final Holdfast holdfast = Holdfast.open("memory:");
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpTransport reading = serve(false);
    private final HttpTransport editing = serve(true);

    /** A token is a subject and the one scope it was granted; one without a comma is not told apart from others. */
    private HttpTransport serve(boolean edit) {
        return serve(holdfast, edit);
    }

    private static HttpTransport serve(Holdfast served, boolean edit) {
        return HttpTransport.start(
                Console.describe(served, "0", edit, Runnable::run).build(),
                HttpConfig.builder(Caller.anonymous("local/nobody"))
                        .authenticator(token -> {
                            int comma = token.indexOf(',');
                            return Optional.of(
                                    comma < 0
                                            ? Caller.anonymous(token)
                                            : Caller.authenticated(
                                                    token.substring(0, comma), Set.of(token.substring(comma + 1))));
                        })
                        .build());
    }

    @AfterEach
    void close() {
        reading.close();
        editing.close();
        client.close();
        holdfast.close();
    }

    @Test
    void withoutEditing_thereIsNoToolThatChanges() throws Exception {
        Set<String> tools = tools(reading);

        assertThat(tools)
                .contains("state_list", "state_read", "state_history", "state_wait", "workflow_status")
                .contains("state_facts", "open_questions", "store_figures")
                .doesNotContainAnyElementsOf(CHANGING);
        assertThat(tools(editing)).containsAll(tools).containsAll(CHANGING);
    }

    @Test
    void withoutEditing_noCallChangesAnything() throws Exception {
        State state =
                holdfast.as(new Principal("local/a")).open(StateSpec.named("n")).state();
        for (String tool : CHANGING) {
            String arguments =
                    json("{'handle':'%s','set':{'a':1},'key':'a','value':1}").formatted(state.handle());

            JsonObject answer = sent(reading, "local/a", "tools/call", tool, arguments);

            assertThat(answer.has("error")).as(tool).isTrue();
        }
        assertThat(state.read().revision()).isEqualTo(1);
    }

    @Test
    void facts_areToldToThoseWhoMayReadAlone() throws Exception {
        State state =
                holdfast.as(Principal.of("ann")).open(StateSpec.named("n")).state();
        state.write(write -> write.set("k", Json.of(1)));
        String of = json("{'handle':'%s'}").formatted(state.handle());

        JsonObject facts = call("ann," + StateScopes.READ, "state_facts", of);
        assertThat(facts.string("name")).isEqualTo("n");
        assertThat(facts.string("owner")).isEqualTo("ann");
        assertThat(facts.get("revision")).isEqualTo(Json.of(2));

        JsonObject refused = call("ben," + StateScopes.READ, "state_facts", of);
        assertThat(refused.string("code")).isEqualTo("not_found");
        assertThat(refused.toString()).doesNotContain("ann");

        state.share("ben", Access.READ);
        assertThat(call("ben," + StateScopes.READ, "state_facts", of).toString())
                .contains("\"grants\":{\"ben\"");
    }

    @Test
    void withoutAScope_nothingIsTold() throws Exception {
        for (String tool : List.of("state_facts", "open_questions", "store_figures", "store_verify")) {
            assertThat(call("ann,other", tool, json("{'handle':'@n'}")).string("code"))
                    .as(tool)
                    .isEqualTo("forbidden");
        }
    }

    @Test
    void store_isToldToAdministratorsAndToTheOperator() throws Exception {
        holdfast.as(Principal.of("ann")).open(StateSpec.named("secret"));

        JsonObject refused = call("ben," + StateScopes.WRITE, "store_figures", "{}");
        assertThat(refused.string("code")).isEqualTo("forbidden");
        assertThat(refused.toString()).doesNotContain("secret");
        for (String token : List.of("ben," + StateScopes.ADMIN, "local/default")) {
            JsonObject figures = call(token, "store_figures", "{}");
            JsonObject counted = Objects.requireNonNull(figures.object("counted"));
            assertThat(counted.get("states")).as(token).isEqualTo(Json.of(1));
            assertThat(figures.toString()).contains("secret");
        }
    }

    @Test
    void count_isMadeOnceUnlessItIsWantedAnew() throws Exception {
        call("local/default", "store_figures", "{}");
        holdfast.as(Principal.of("ann")).open(StateSpec.named("later"));

        JsonObject same = call("local/default", "store_figures", "{}");
        assertThat(Objects.requireNonNull(same.object("counted")).get("states")).isEqualTo(Json.of(0));
        JsonObject anew = call("local/default", "store_figures", json("{'count':true}"));
        assertThat(Objects.requireNonNull(anew.object("counted")).get("states")).isEqualTo(Json.of(1));
        assertThat(Objects.requireNonNull(anew.array("growth"))).hasSize(2);
    }

    @Test
    void verification_beginsOnlyWhereItIsAskedFor() throws Exception {
        holdfast.as(Principal.of("ann")).open(StateSpec.named("n"));

        JsonObject before = call("local/default", "store_verify", "{}");
        assertThat(before.has("at")).isFalse();
        assertThat(before.get("running")).isEqualTo(Json.of(false));
        JsonObject sound = call("local/default", "store_verify", json("{'begin':true}"));
        assertThat(sound.has("at")).isTrue();
        assertThat(sound.get("damaged")).isEqualTo(Json.of(0));
        assertThat(call("local/default", "store_verify", "{}").get("at")).isEqualTo(sound.get("at"));
    }

    @Test
    void audit_isShownWhereThereIsOneAndToAdministratorsAlone() throws Exception {
        assertThat(tools(reading)).doesNotContain("state_audit");
        try (Holdfast audited =
                        Holdfast.on("memory:").audited(Auditing.beside()).open();
                HttpTransport transport = serve(audited, false)) {
            assertThat(tools(transport)).contains("state_audit").doesNotContainAnyElementsOf(CHANGING);
            JsonObject refused = sent(transport, "ben," + StateScopes.READ, "tools/call", "state_audit", "{}");
            assertThat(refused.toString()).doesNotContain("entries");
            JsonObject told = sent(transport, "ben," + StateScopes.ADMIN, "tools/call", "state_audit", "{}");
            assertThat(told.toString()).contains("entries");
        }
    }

    @Test
    void malformedArguments_areRefused() throws Exception {
        for (String arguments : List.of("{}", "{'handle':7}", "{'handle':'st_x'}", "{'handle':''}")) {
            assertThat(call("local/a", "state_facts", json(arguments)).string("code"))
                    .as(arguments)
                    .isIn("invalid", "not_found");
        }
        assertThat(call("local/a", "open_questions", json("{'cursor':'x'}")).string("code"))
                .isEqualTo("invalid");
    }

    private Set<String> tools(HttpTransport transport) throws Exception {
        JsonObject result = Objects.requireNonNull(
                sent(transport, "local/a", "tools/list", "", "{}").object("result"));
        Set<String> names = new TreeSet<>();
        Objects.requireNonNull(result.array("tools"))
                .forEach(tool -> names.add(Objects.requireNonNull(((JsonObject) tool).string("name"))));
        return names;
    }

    /** What a tool answers, failures too. */
    private JsonObject call(String token, String tool, String arguments) throws Exception {
        JsonObject answer = sent(reading, token, "tools/call", tool, arguments);
        JsonObject result = Objects.requireNonNull(answer.object("result"), answer::toString);
        JsonObject text =
                (JsonObject) Objects.requireNonNull(result.array("content")).get(0);
        return (JsonObject) Json.parse(Objects.requireNonNull(text.string("text")));
    }

    private JsonObject sent(HttpTransport transport, String token, String method, String name, String arguments)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + transport.port() + "/mcp"))
                .header("Content-Type", "application/json")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("""
                    {"jsonrpc":"2.0","id":1,"method":"%s","params":{"name":"%s","arguments":%s,"_meta":{
                    "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                    "io.modelcontextprotocol/clientCapabilities":{}}}}\
                    """.formatted(method, name, arguments)));
        if (!name.isEmpty()) {
            request.header("Mcp-Name", name);
        }
        return (JsonObject) Json.parse(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }
}
