package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.CompletionRequest;
import dev.holdfast.mcp.CompletionRequest.OfPrompt;
import dev.holdfast.mcp.CompletionRequest.OfTemplate;
import dev.holdfast.mcp.PromptCall;
import dev.holdfast.mcp.PromptResult;
import dev.holdfast.mcp.Resource;
import dev.holdfast.testkit.CountingLog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one caller gives another is seen by it once it was used, and as the other's; what was not given is hidden. */
final class ConsentTest {
    private static final String UNKNOWN = "st_00000000000000000000000000";

    private final CountingLog log = new CountingLog(MemoryLog.open());
    private final Holdfast holdfast = Holdfast.on(log).timersByHand().open();
    private final Caller bobsCaller = Caller.authenticated("bob");
    private final Harness alice = Harness.over(holdfast).as(Caller.authenticated("alice"));
    private final Harness bob = alice.as(bobsCaller);
    private String plan;

    @BeforeEach
    void share() {
        plan = Objects.requireNonNull(alice.call("state_open", "{'name':'plan','data':{'whose':'Alice'}}")
                .string("handle"));
        alice.call("state_share", "{'handle':'@plan','principal':'bob','access':'read'}");
    }

    @AfterEach
    void close() {
        alice.close();
    }

    @Test
    void grant_isListedCompletedAndAResourceAfterItsFirstUse() {
        assertThat(listed(bob)).isEmpty();
        assertThat(completed("")).isEmpty();
        assertThat(resources()).isEmpty();

        bob.call("state_read", "{'handle':'" + plan + "'}");

        assertThat(((JsonObject) listed(bob).get(0)).string("owner")).isEqualTo("alice");
        assertThat(completed("")).containsExactly(plan + " of alice");
        assertThat(resources()).extracting(Resource::name).containsExactly("plan of alice");
    }

    @Test
    void completedName_isWhatItResolvesTo() throws InterruptedException {
        bob.call("state_read", "{'handle':'" + plan + "'}");
        assertThat(completed("@pl")).as("a name means the caller's own state").isEmpty();
        assertThat(values(new OfTemplate(StateUri.DOCUMENTS), "pl")).isEmpty();

        String own = Objects.requireNonNull(
                bob.call("state_open", "{'name':'plan','data':{'whose':'Bob'}}").string("handle"));

        assertThat(completed("")).containsExactly("@plan", plan + " of alice");
        assertThat(values(new OfTemplate(StateUri.DOCUMENTS), "")).containsExactly(own, plan);
        assertThat(resumed("@plan")).contains("Bob").doesNotContain("Alice");
        assertThat(resumed(plan + " of alice")).contains("Alice").doesNotContain("Bob");
    }

    /** Those that name no state. */
    private static final Set<String> NAMELESS = Set.of("state_list", "workflow_start", "workflow_next");

    /** Every tool that names a state, so that a new one is not forgotten. */
    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("state", "{'key':'a','handle':'H'}"),
            Map.entry("state_open", "{'handle':'H'}"),
            Map.entry("state_read", "{'handle':'H'}"),
            Map.entry("state_write", "{'handle':'H','set':{'a':1}}"),
            Map.entry("state_wait", "{'handle':'H','timeout_seconds':0}"),
            Map.entry("state_undo", "{'handle':'H'}"),
            Map.entry("state_close", "{'handle':'H','erase':true}"),
            Map.entry("state_history", "{'handle':'H'}"),
            Map.entry("state_merge", "{'handle':'H','from':'st_00000000000000000000000001'}"),
            Map.entry("state_share", "{'handle':'H','principal':'eve','access':'read'}"),
            Map.entry("state_lease", "{'handle':'H','name':'l','ttl':9}"),
            Map.entry("machine_send", "{'handle':'H','event':'go'}"),
            Map.entry("workflow_report", "{'handle':'H','control':'cancel'}"),
            Map.entry("workflow_status", "{'handle':'H'}"),
            Map.entry("state_ask", "{'handle':'H','text':'Deploy?'}"),
            Map.entry("state_answer", "{'handle':'H','question':'a2','choice':'yes'}"));

    @Test
    void handle_thatIsForeignCostsAndSaysWhatAnUnknownOneDoes() {
        assertThat(Profile.ALL.tools().stream()
                        .map(tool -> tool.spec().name())
                        .filter(name -> !NAMELESS.contains(name)))
                .containsExactlyInAnyOrderElementsOf(CALLS.keySet());
        Harness eve = alice.as(Caller.authenticated("eve"));
        String erased = alice.open("{}");
        String confirm = alice.refused("state_close", "{'handle':'" + erased + "','erase':true}", "rejected")
                .string("confirm");
        alice.call("state_close", "{'handle':'" + erased + "','erase':true,'confirm':'" + confirm + "'}");
        CALLS.forEach((tool, call) -> {
            long unknown = cost(eve, tool, call, UNKNOWN);
            assertThat(unknown).as(tool).isBetween(1L, 4L);
            assertThat(cost(eve, tool, call, plan)).as(tool).isEqualTo(unknown);
            assertThat(cost(eve, tool, call, erased)).as(tool).isEqualTo(unknown);
            assertThat(cost(eve, tool, call, plan)).as(tool + ", again").isEqualTo(unknown);
            assertThat(cost(eve, tool, call, "st_malformed")).as(tool).isZero();
        });
    }

    @Test
    void name_ofAnotherIsAsUnknownAsAny() {
        Harness eve = alice.as(Caller.authenticated("eve"));
        long before = log.reads();
        eve.refused("state_read", "{'handle':'@nothing'}", "not_found");
        long unknown = log.reads() - before;
        before = log.reads();
        eve.refused("state_read", "{'handle':'@plan'}", "not_found");
        assertThat(log.reads() - before).isEqualTo(unknown);
        before = log.reads();
        eve.refused("state_read", "{'handle':'@not a name'}", "invalid");
        assertThat(log.reads() - before).isZero();
    }

    private long cost(Harness caller, String tool, String call, String handle) {
        long before = log.reads();
        JsonObject failure = caller.refused(tool, call.replace("H'", handle + "'"), "not_found");
        assertThat(failure.keys()).containsExactlyInAnyOrder("code", "handle", "op", "hint");
        assertThat(failure.string("handle")).isEqualTo(handle);
        return log.reads() - before;
    }

    private static JsonArray listed(Harness caller) {
        return Objects.requireNonNull(caller.call("state_list", "{}").array("states"));
    }

    private List<Resource> resources() {
        return new StateResources(holdfast)
                .list(null, new PlainContext(bobsCaller))
                .resources();
    }

    private List<String> completed(String typed) {
        return values(new OfPrompt("resume"), typed);
    }

    private List<String> values(CompletionRequest.Subject subject, String typed) {
        return new StateCompletions(holdfast)
                .complete(new CompletionRequest(subject, "handle", typed, Map.of()), new PlainContext(bobsCaller))
                .values();
    }

    private String resumed(String target) throws InterruptedException {
        PromptResult result = (PromptResult) StatePrompts.of(holdfast, Profile.CORE)
                .getFirst()
                .get(new PromptCall(Map.of("handle", target), new PlainContext(bobsCaller), Answers.NONE, null));
        return result.toString();
    }
}
