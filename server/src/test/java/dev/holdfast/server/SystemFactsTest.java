package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tools say of a state beside its document. */
@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class SystemFactsTest {
    private final Harness tools;

    SystemFactsTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void delayedWrite_isListedAndCancelled() {
        String handle = tools.open("{}");

        JsonObject written = tools.call("state_write", "{'handle':'" + handle + "','set':{'a':1},'delay':3600}");

        String id = Objects.requireNonNull(written.string("scheduled"));
        assertThat(Instant.parse(written.string("due"))).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        JsonObject read = tools.call("state_read", "{'handle':'" + handle + "'}");
        assertThat(read.get("scheduled")).isEqualTo(JsonObject.of(id, Objects.requireNonNull(written.get("due"))));
        assertThat(read.get("data")).isEqualTo(JsonObject.EMPTY);

        tools.call("state_write", "{'handle':'" + handle + "','cancel':'" + id + "'}");
        assertThat(tools.call("state_read", "{'handle':'" + handle + "'}").has("scheduled"))
                .isFalse();
        tools.refused("state_write", "{'handle':'" + handle + "','cancel':'" + id + "'}", "not_found");
        tools.refused("state_write", "{'handle':'" + handle + "','cancel':'x','set':{'a':1}}", "invalid");
    }

    @Test
    void lease_isHeldRenewedAndReleased() {
        String handle = tools.open("{}");
        String lease = "{'handle':'" + handle + "','name':'build','ttl':60";

        JsonObject held = tools.call("state_lease", lease + "}");
        Json token = Objects.requireNonNull(held.get("token"));

        assertThat(tools.refused("state_lease", lease + "}", "conflict").string("until"))
                .isEqualTo(held.string("expires_at"));
        tools.call("state_write", "{'handle':'" + handle + "','set':{'a':1},'lease':{'build':" + token + "}}");
        tools.refused("state_write", "{'handle':'" + handle + "','set':{'a':1},'lease':{'build':1}}", "conflict");
        JsonObject read = tools.call("state_read", "{'handle':'" + handle + "'}");
        assertThat(Objects.requireNonNull(read.object("leases")).object("build"))
                .isEqualTo(JsonObject.of(
                        "holder", Json.of("local/test"), "until", Objects.requireNonNull(held.get("expires_at"))));
        assertThat(tools.call("state_lease", lease + ",'token':" + token + "}").get("token"))
                .isEqualTo(token);
        String release = "{'handle':'" + handle + "','name':'build','token':" + token + ",'release':true}";
        assertThat(tools.call("state_lease", release).get("released")).isEqualTo(JsonBoolean.TRUE);
        assertThat(tools.call("state_read", "{'handle':'" + handle + "'}").has("leases"))
                .isFalse();
        tools.refused("state_lease", "{'handle':'" + handle + "','name':'build'}", "invalid");
    }

    @Test
    void sharedState_isReadByOthersAndNoMore() {
        Harness alice = tools.as(Caller.authenticated("alice", Set.of()));
        Harness bob = tools.as(Caller.authenticated("bob", Set.of()));
        String handle = alice.open("{'a':1}");
        bob.refused("state_read", "{'handle':'" + handle + "'}", "not_found");

        JsonObject shared = alice.call("state_share", "{'handle':'" + handle + "','principal':'bob','access':'read'}");

        assertThat(shared.get("grants")).isEqualTo(JsonObject.of("bob", Json.of("read")));
        assertThat(bob.document(handle)).isEqualTo(JsonObject.of("a", Json.of(1)));
        assertThat(bob.call("state_list", "{}").toString()).contains(json("'owner':'alice'"));
        assertThat(alice.call("state_list", "{}").toString()).doesNotContain("owner");
        JsonObject refused = bob.refused("state_write", "{'handle':'" + handle + "','set':{'a':2}}", "forbidden");
        assertThat(refused.string("needs")).isEqualTo("write");
    }

    @Test
    void timeToLive_isTakenWithSet() {
        String handle = tools.open("{}");

        tools.call("state_write", "{'handle':'" + handle + "','set':{'a':1},'ttl':{'a':3600}}");

        assertThat(tools.document(handle)).isEqualTo(JsonObject.of("a", Json.of(1)));
        tools.refused("state_write", "{'handle':'" + handle + "','set':{'a':1},'ttl':{'b':3600}}", "invalid");
    }

    @Test
    void erase_isForGood() {
        tools.call("state_open", "{'name':'n'}");
        String confirm = tools.refused("state_close", "{'handle':'@n','erase':true}", "rejected")
                .string("confirm");

        JsonObject erased = tools.call("state_close", "{'handle':'@n','erase':true,'confirm':'" + confirm + "'}");

        assertThat(erased.get("erased")).isEqualTo(JsonBoolean.TRUE);
        tools.refused("state_read", "{'handle':'" + erased.string("handle") + "'}", "not_found");
        tools.refused("state_open", "{'handle':'" + erased.string("handle") + "'}", "not_found");
    }
}
