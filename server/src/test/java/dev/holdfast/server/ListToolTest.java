package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.Caller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"memory", "sqlite"})
final class ListToolTest {
    private final Harness tools;

    ListToolTest(String kind, @TempDir Path folder) {
        this.tools = Harness.on(kind, folder);
    }

    @AfterEach
    void close() {
        tools.close();
    }

    @Test
    void list_tellsWhatAStateIs() {
        JsonObject opened = tools.call("state_open", "{'name':'team/a','labels':{'k':'v'},'data':{'x':[1]}}");

        JsonObject entry = states("{}").get(0);

        assertThat(entry.get("handle")).isEqualTo(opened.get("handle"));
        assertThat(entry.string("name")).isEqualTo("team/a");
        assertThat(entry.object("labels")).isEqualTo(Harness.value("{'k':'v'}"));
        assertThat(entry.string("lifetime")).isEqualTo("persistent");
        assertThat(entry.get("revision")).isEqualTo(Json.of(1));
        assertThat(entry.number("bytes")).isNotNull();
        assertThat(entry.string("updated_at")).isNotNull();
    }

    @Test
    void list_filters() {
        tools.call("state_open", "{'name':'a/1','labels':{'k':'v','l':'w'}}");
        tools.call("state_open", "{'name':'a/2','lifetime':'session'}");
        tools.call("state_open", "{'name':'b/1'}");
        tools.open("{}");

        assertThat(names("{}")).hasSize(4);
        assertThat(names("{'name_prefix':'a/'}")).containsExactlyInAnyOrder("a/1", "a/2");
        assertThat(names("{'labels':{'k':'v'}}")).containsExactly("a/1");
        assertThat(names("{'labels':{'k':'other'}}")).isEmpty();
        assertThat(names("{'lifetime':'session'}")).containsExactlyInAnyOrder("a/2", null);
        assertThat(names("{'lifetime':'persistent','name_prefix':'b'}")).containsExactly("b/1");
        tools.refused("state_list", "{'lifetime':'long'}", "invalid");
    }

    @Test
    void list_goesOnByCursor() {
        for (int i = 0; i < 60; i++) {
            tools.open("{}");
        }
        JsonObject first = tools.call("state_list", "{}");
        JsonObject second = tools.call("state_list", "{'cursor':'" + first.string("cursor") + "'}");

        assertThat(Objects.requireNonNull(first.array("states")).size()).isEqualTo(50);
        assertThat(Objects.requireNonNull(second.array("states")).size()).isEqualTo(10);
        assertThat(second.has("cursor")).isFalse();
        tools.refused("state_list", "{'cursor':'made up'}", "invalid");
    }

    @Test
    void list_leavesOutWhatIsClosedOrSomebodyElses() {
        String handle = tools.open("{}");
        tools.call("state_close", "{'handle':'" + handle + "'}");
        tools.call("state_open", "{'name':'mine'}");

        assertThat(names("{}")).containsExactly("mine");
        Harness other = tools.as(Caller.anonymous("local/other"));
        assertThat(Objects.requireNonNull(other.call("state_list", "{}").array("states"))
                        .size())
                .isZero();
        other.refused("state_read", "{'handle':'@mine'}", "not_found");
    }

    private List<@Nullable String> names(String query) {
        List<@Nullable String> names = new ArrayList<>();
        states(query).forEach(state -> names.add(state.string("name")));
        return names;
    }

    private List<JsonObject> states(String query) {
        return Objects.requireNonNull(tools.call("state_list", query).array("states")).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
