package dev.holdfast.server;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Resource;
import dev.holdfast.mcp.ResourceCall;
import dev.holdfast.mcp.ResourceContents;
import dev.holdfast.mcp.ResourcePage;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StateResourcesTest {
    private final Harness tools = Harness.inMemory();
    private final StateResources resources = new StateResources(tools.holdfast());

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void list_showsTheCallersStatesByHandle() {
        JsonObject opened = tools.call("state_open", "{'name':'team/a','data':{'x':1}}");

        Resource resource = list(null).resources().get(0);

        assertThat(resource.uri()).isEqualTo("state://" + opened.string("handle"));
        assertThat(resource.name()).isEqualTo("team/a");
        assertThat(resource.mimeType()).isEqualTo("application/json");
        assertThat(resource.size()).isPositive();
        assertThat(resource.lastModified()).isNotNull();
    }

    @Test
    void list_isPaged() {
        for (int i = 0; i < 101; i++) {
            tools.open("{}");
        }
        ResourcePage first = list(null);

        assertThat(first.resources()).hasSize(100);
        ResourcePage second = list(Objects.requireNonNull(first.nextCursor()));
        assertThat(second.resources()).hasSize(1);
        assertThat(second.nextCursor()).isNull();
        assertThatThrownBy(() -> list("made up")).isInstanceOf(McpException.class);
    }

    @Test
    void read_answersDocumentKeyAndHistory() {
        String handle = tools.open("{'a b/c':[1.50],'d':null}");
        tools.call("state_write", "{'handle':'" + handle + "','set':{'d':2},'note':'why'}");

        assertThat(read("state://" + handle)).contains(json("{'a b/c':[1.50],'d':2}"));
        assertThat(read(StateUri.ofKey(handle, "a b/c"))).contains("[1.50]");
        JsonObject history =
                (JsonObject) Json.parse(read("state://" + handle + "/history").orElseThrow());
        assertThat(Objects.requireNonNull(history.array("events")).size()).isEqualTo(2);
        assertThat(history.toString()).contains(json("'note':'why'")).contains(json("'type':'written'"));
    }

    @Test
    void read_findsNothingElse() {
        String handle = tools.open("{'a':1}");

        assertThat(read("state://" + handle + "/keys/zz")).isEmpty();
        assertThat(read("state://" + handle + "/diagram")).isEmpty();
        assertThat(read("state://st_00000000000000000000000000")).isEmpty();
        assertThat(read("state://st_../../etc")).isEmpty();
        tools.call("state_open", "{'name':'n'}");
        assertThat(read("state://@n")).isEmpty();
        assertThat(read("state://n")).isEmpty();
        tools.call("state_close", "{'handle':'" + handle + "'}");
        assertThat(read("state://" + handle)).isEmpty();
    }

    private ResourcePage list(@Nullable String cursor) {
        return resources.list(cursor, context());
    }

    private Optional<String> read(String uri) {
        return resources
                .read(new ResourceCall(uri, context(), Answers.NONE, null))
                .map(contents -> ((ResourceContents.Text) contents.items().get(0)).text());
    }

    private static PlainContext context() {
        return new PlainContext(Caller.anonymous("local/test"));
    }
}
