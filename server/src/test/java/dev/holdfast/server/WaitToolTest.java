package dev.holdfast.server;

import static dev.holdfast.server.Harness.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.shared.Callers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class WaitToolTest {
    private final Harness tools;
    private final String handle;

    WaitToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
        this.handle = tools.open("{'a':1}");
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void wait_returnsAtOnceIfTheStateHasMovedAlready() {
        write("'set':{'a':2,'b':1}");

        JsonObject answer = await(",'since_revision':1");

        assertThat(answer.get("timed_out")).isEqualTo(JsonBoolean.FALSE);
        assertThat(answer.get("changed")).isEqualTo(value("['a','b']"));
        assertThat(answer.get("revision")).isEqualTo(Json.of(2));
    }

    @Test
    void wait_answersWhatTheKeysAreNow() {
        write("'set':{'a':2,'long':'" + "x".repeat(600) + "'}");
        write("'set':{'b':1}");
        write("'delete':['b']");

        JsonObject answer = await(",'since_revision':1");

        assertThat(answer.get("values")).isEqualTo(value("{'a':2}"));
        assertThat(answer.get("deleted")).isEqualTo(value("['b']"));
        assertThat(answer.get("omitted")).isEqualTo(value("{'long':602}"));
        assertThat(await(",'since_revision':1,'keys':['a']").get("values")).isEqualTo(value("{'a':2}"));
        assertThat(await(",'timeout_seconds':0").has("values")).isFalse();
    }

    @Test
    void wait_untilAnswersWhetherItHolds() {
        JsonObject met = await(",'until':'self.a == 1','timeout_seconds':0");
        JsonObject not = await(",'until':'self.a == 2','timeout_seconds':0");
        write("'set':{'b':7}");
        JsonObject other = await(",'since_revision':1,'until':'self.a == 2','keys':['b'],'timeout_seconds':0");

        assertThat(met.bool("holds")).isTrue();
        assertThat(met.bool("timed_out")).isFalse();
        assertThat(met.has("values")).isFalse();
        assertThat(not.bool("holds")).isFalse();
        assertThat(not.bool("timed_out")).isTrue();
        assertThat(other.bool("holds")).isFalse();
        assertThat(other.bool("timed_out")).isFalse();
        assertThat(other.get("values")).isEqualTo(value("{'b':7}"));
        assertThat(await(",'timeout_seconds':0").has("holds")).isFalse();
    }

    @Test
    void wait_returnsWhenSomebodyWrites() {
        var waiting = CompletableFuture.supplyAsync(() -> await(",'since_revision':1"), Thread::startVirtualThread);
        write("'set':{'a':2}");

        assertThat(waiting.join().get("changed")).isEqualTo(value("['a']"));
    }

    @Test
    void wait_forKeysIgnoresOthers() {
        write("'set':{'other':1}");

        JsonObject ignored = await(",'since_revision':1,'keys':['a'],'timeout_seconds':0.01");
        write("'set':{'a':3}");
        JsonObject answer = await(",'since_revision':1,'keys':['a']");

        assertThat(ignored.get("timed_out")).isEqualTo(JsonBoolean.TRUE);
        assertThat(answer.get("timed_out")).isEqualTo(JsonBoolean.FALSE);
    }

    @Test
    void wait_timesOutWithTheRevision() {
        JsonObject answer = await(",'timeout_seconds':0,'keys':null,'since_revision':null");

        assertThat(answer.get("timed_out")).isEqualTo(JsonBoolean.TRUE);
        assertThat(answer.get("revision")).isEqualTo(Json.of(1));
        assertThat(answer.get("changed")).isEqualTo(value("[]"));
    }

    @Test
    void wait_isStoppedByInterruption() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                end.complete(waitForever().toString());
            } catch (InterruptedException e) {
                end.complete("interrupted");
            }
        });
        waiting.interrupt();

        assertThat(end.get()).isEqualTo("interrupted");
    }

    @Test
    void nonsense_isRefused() {
        tools.refused("state_wait", "{'handle':'" + handle + "','timeout_seconds':3601}", "invalid");
        tools.refused("state_wait", "{'handle':'" + handle + "','timeout_seconds':-1}", "invalid");
        tools.refused("state_wait", "{'handle':'" + handle + "','keys':['/a/b']}", "invalid");
        tools.refused("state_wait", "{'handle':'" + handle + "','keys':'a'}", "invalid");
        tools.refused("state_wait", "{'handle':'" + handle + "','since_revision':-1}", "invalid");
    }

    private JsonObject waitForever() throws InterruptedException {
        StateTool wait = new WaitTool(false);
        JsonObject arguments = Harness.object("{'handle':'" + handle + "'}");
        return wait.answer(StateCall.of(tools.holdfast(), Callers.principal(tools.caller()), wait, arguments));
    }

    private JsonObject await(String more) {
        return tools.call("state_wait", "{'handle':'" + handle + "'" + more + "}");
    }

    private void write(String operations) {
        tools.call("state_write", "{'handle':'" + handle + "'," + operations + "}");
    }
}
