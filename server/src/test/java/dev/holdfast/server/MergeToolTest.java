package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class MergeToolTest {
    private final Harness tools;
    private final String plan;
    private final String draft;

    MergeToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
        this.plan = tools.open("{'a':1,'b':1}");
        this.draft = Objects.requireNonNull(tools.call("state_open", "{'name':'draft','fork_of':'" + plan + "'}")
                .string("handle"));
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void merge_bringsTheForkHome() {
        write(draft, "'set':{'a':2},'delete':['b']");

        JsonObject answer = merge("");

        assertThat(answer.get("changed")).isEqualTo(value("['a','b']"));
        assertThat(answer.get("revision")).isEqualTo(Json.of(2));
        assertThat(answer.has("resolved")).isFalse();
        assertThat(answer.get("values")).isEqualTo(value("{'a':2}"));
        assertThat(answer.get("deleted")).isEqualTo(value("['b']"));
        assertThat(answer.string("op")).isNotBlank();
        assertThat(tools.document(plan)).isEqualTo(value("{'a':2}"));
        assertThat(merge("").get("changed")).isEqualTo(value("[]"));
        JsonObject history = tools.call("state_history", "{'handle':'" + plan + "','from_revision':2}");
        assertThat(Objects.requireNonNull(history.array("events")).get(0).toString())
                .contains(json("'type':'merged'"), json("'merged':{'handle':'" + draft + "','revision':2}"));
    }

    @Test
    void merge_acceptsNamesAndGoesTheOtherWay() {
        write(plan, "'set':{'a':2}");

        tools.call("state_merge", "{'handle':'@draft','from':'" + plan + "'}");
        write("@draft", "'set':{'a':3}");
        tools.call("state_merge", "{'handle':'" + plan + "','from':'@draft'}");

        assertThat(tools.document(plan)).isEqualTo(value("{'a':3,'b':1}"));
    }

    @Test
    void conflict_showsBothValuesAndFollowingTheHintEndsIt() {
        write(draft, "'set':{'a':'theirs','b':'theirs'}");
        write(plan, "'set':{'a':'ours'}");

        JsonObject failure = refused("", "conflict");

        JsonObject key = Objects.requireNonNull(
                Objects.requireNonNull(failure.object("keys")).object("a"));
        assertThat(Objects.requireNonNull(key.object("ours")).get("value")).isEqualTo(Json.of("ours"));
        assertThat(Objects.requireNonNull(key.object("theirs")).get("value")).isEqualTo(Json.of("theirs"));
        assertThat(key.get("was")).isEqualTo(Json.of(1));
        assertThat(failure.string("hint")).contains("prefer").doesNotContain("'theirs'");
        JsonObject answer = merge(",'prefer':'ours'");
        assertThat(answer.get("changed")).isEqualTo(value("['b']"));
        assertThat(answer.get("resolved")).isEqualTo(value("['a']"));
        assertThat(tools.document(plan)).isEqualTo(value("{'a':'ours','b':'theirs'}"));
    }

    @Test
    void op_makesARetryTheSameMerge() {
        write(draft, "'set':{'a':2}");
        JsonObject first = merge(",'op':'m1'");
        write(draft, "'set':{'a':3}");

        JsonObject again = merge(",'op':'m1'");

        assertThat(again.get("replayed")).isEqualTo(JsonBoolean.TRUE);
        assertThat(again.get("revision")).isEqualTo(first.get("revision"));
        assertThat(again.get("changed")).isEqualTo(first.get("changed"));
        refused(",'op':'m1','prefer':'ours'", "op_reused");
        refused(",'if_revision':1", "conflict");
        merge(",'if_revision':2,'prefer':null,'op':null");
    }

    @Test
    void undo_takesAMergeBack() {
        write(draft, "'set':{'a':2}");
        merge("");

        tools.call("state_undo", "{'handle':'" + plan + "'}");

        assertThat(tools.document(plan)).isEqualTo(value("{'a':1,'b':1}"));
        assertThat(merge("").get("changed")).isEqualTo(value("['a']"));
    }

    @Test
    void merge_thatARuleRefusesIsRejected() {
        tools.call("state_open", "{'handle':'" + plan + "','rules':[{'expr':'self.a < 2','message':'small'}]}");
        write(draft, "'set':{'a':2}");

        refused("", "rejected");

        assertThat(tools.document(plan)).isEqualTo(value("{'a':1,'b':1}"));
    }

    @Test
    void merge_ofWhatMayNotBeReadIsNotFound() {
        Harness alice = tools.as(Caller.authenticated("alice"));
        String hers = alice.open("{}");
        String fork = Objects.requireNonNull(
                alice.call("state_open", "{'fork_of':'" + hers + "'}").string("handle"));
        alice.call("state_share", "{'handle':'" + hers + "','principal':'bob','access':'write'}");
        Harness bob = tools.as(Caller.authenticated("bob"));

        bob.refused("state_merge", "{'handle':'" + hers + "','from':'" + fork + "'}", "not_found");
        bob.refused("state_open", "{'fork_of':'" + fork + "'}", "not_found");
    }

    @Test
    void nonsense_isRefused() {
        String other = tools.open("{}");
        tools.refused("state_merge", "{'handle':'" + plan + "'}", "invalid");
        tools.refused("state_merge", "{'handle':'" + plan + "','from':'" + plan + "'}", "invalid");
        tools.refused("state_merge", "{'handle':'" + plan + "','from':'" + other + "'}", "invalid");
        tools.refused("state_merge", "{'handle':'" + plan + "','from':'@nobody'}", "not_found");
        refused(",'prefer':'mine'", "invalid");
    }

    private JsonObject merge(String more) {
        return tools.call("state_merge", "{'handle':'" + plan + "','from':'" + draft + "'" + more + "}");
    }

    private JsonObject refused(String more, String code) {
        return tools.refused("state_merge", "{'handle':'" + plan + "','from':'" + draft + "'" + more + "}", code);
    }

    private void write(String handle, String operations) {
        tools.call("state_write", "{'handle':'" + handle + "'," + operations + "}");
    }
}
