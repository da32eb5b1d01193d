package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.audit.AuditQuery;
import dev.holdfast.engine.audit.Auditing;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The audit log as a tool, and what other tools leave in it. */
final class AuditToolTest {
    private static final Principal ANNA = Principal.of("anna");
    private static final Principal BEN = Principal.of("ben");

    private final Holdfast holdfast =
            Holdfast.on("memory:").audited(Auditing.beside().via("test")).open();

    @AfterEach
    void close() {
        holdfast.close();
    }

    private Harness as(Principal principal) {
        return Harness.over(holdfast).as(Caller.authenticated(principal.id(), StateScopes.ALL));
    }

    private List<AuditEntry> entries(Principal principal) {
        return holdfast.audit()
                .orElseThrow()
                .read(Principal.of("auditor"), AuditQuery.ALL.of(principal.id()))
                .entries();
    }

    @Test
    void entries_areFoundByWhoAndWhat() throws InterruptedException {
        String handle = as(ANNA).open("{}");
        as(ANNA).call("state_read", "{'handle':'" + handle + "'}");
        JsonObject asked = Harness.object("{'principal':'anna','did':'read','outcome':'ok','handle':'" + handle + "'}");
        AuditTool tool = new AuditTool();

        JsonObject answer = tool.answer(StateCall.of(holdfast, BEN, tool, asked));

        assertThat(Conformance.violations(tool.spec().output(), answer)).isEmpty();
        JsonArray found = Objects.requireNonNull(answer.array("entries"));
        assertThat(found).hasSize(1);
        assertThat(((JsonObject) found.get(0)).string("via")).isEqualTo("test");
        assertThat(entries(BEN)).extracting(AuditEntry::did).contains(AuditKind.AUDIT);
    }

    @Test
    void tool_isInNoProfileButItsOwn_andTakesAnAdministrator() {
        assertThat(Profile.ALL.has(AuditTool.NAME)).isFalse();
        assertThat(Profile.parse("audit").orElseThrow().has(AuditTool.NAME)).isTrue();
        JsonObject call = JsonObject.of("name", Json.of(AuditTool.NAME));
        assertThat(StateScopes.policy(Profile.parse("audit").orElseThrow(), holdfast)
                        .needed("tools/call", call))
                .containsExactly(StateScopes.ADMIN);
    }

    @Test
    void tool_staysWithinItsBudget() {
        String listed = new AuditTool().spec().definition(false).toString();
        assertThat(Encodings.newLazyEncodingRegistry()
                        .getEncoding(EncodingType.O200K_BASE)
                        .countTokens(listed))
                .isLessThanOrEqualTo(200);
    }

    /** What each tool is called with; a tool that is not here fails. */
    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("state", "{'key':'k','handle':'H'}"),
            Map.entry("state_open", "{'handle':'H'}"),
            Map.entry("state_read", "{'handle':'H'}"),
            Map.entry("state_write", "{'handle':'H','set':{'k':2}}"),
            Map.entry("state_list", "{}"),
            Map.entry("state_wait", "{'handle':'H','since_revision':1,'timeout_seconds':1}"),
            Map.entry("state_undo", "{'handle':'H'}"),
            Map.entry("state_close", "{'handle':'H'}"),
            Map.entry("state_history", "{'handle':'H'}"),
            Map.entry("state_merge", "{'handle':'H','from':'F'}"),
            Map.entry("machine_send", "{'handle':'H','event':'go'}"),
            Map.entry("workflow_start", "{'workflow':'w'}"),
            Map.entry("workflow_next", "{'work':['pack'],'timeout_seconds':0}"),
            Map.entry("workflow_report", "{'handle':'R','step':'a','token':1,'output':1}"),
            Map.entry("workflow_status", "{'handle':'R'}"),
            Map.entry("state_share", "{'handle':'H','principal':'carl','access':'read'}"),
            Map.entry("state_lease", "{'handle':'H','name':'l','ttl':60}"),
            Map.entry("state_ask", "{'handle':'H','text':'Go on?'}"),
            Map.entry("state_answer", "{'handle':'Q','question':'q2','choice':'yes'}"));

    /** Replaces what stands for a state, a fork of it, a run, and a state with a question, by their handles. */
    private String arguments(String tool) {
        Harness anna = as(ANNA);
        String state = anna.open("{'k':1}");
        anna.call("state_write", "{'handle':'" + state + "','set':{'k':2}}");
        String fork = Objects.requireNonNull(
                anna.call("state_open", "{'fork_of':'" + state + "'}").string("handle"));
        String run = Objects.requireNonNull(
                anna.call("workflow_start", "{'definition':{'name':'w','version':'1','steps':{'a':{'work':'pack'}}}}")
                        .string("handle"));
        return Objects.requireNonNull(CALLS.get(tool), tool)
                .replace("'H'", "'" + state + "'")
                .replace("'Q'", "'" + state + "'")
                .replace("'F'", "'" + fork + "'")
                .replace("'R'", "'" + run + "'");
    }

    @TestFactory
    Stream<DynamicTest> everyTool_leavesAnEntryOfItsCaller() {
        return Profile.ALL.tools().stream()
                .map(tool -> tool.spec().name())
                .map(tool -> DynamicTest.dynamicTest(tool, () -> {
                    String arguments = arguments(tool);
                    int before = entries(ANNA).size();

                    as(ANNA).result(tool, Harness.object(arguments));

                    assertThat(entries(ANNA)).hasSizeGreaterThan(before);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyTool_countsAStranger() {
        return CALLS.entrySet().stream()
                .filter(call -> call.getValue().contains("handle"))
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> {
                    String arguments = arguments(call.getKey());
                    int before = entries(BEN).size();

                    as(BEN).refused(call.getKey(), arguments, "not_found");

                    List<AuditEntry> after = entries(BEN);
                    assertThat(after.subList(before, after.size()))
                            .isNotEmpty()
                            .allMatch(entry -> entry.outcome().equals("not_found"));
                }));
    }
}
