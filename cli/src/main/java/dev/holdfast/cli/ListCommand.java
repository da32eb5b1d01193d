package dev.holdfast.cli;

import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.cli.process.Screen;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.LocalTools;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast list}: the open states. */
@Command(name = "list", description = "List your states.")
final class ListCommand extends ToolCommand {
    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "Only states whose names start with this.")
    private @Nullable String prefix;

    ListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        JsonObject query =
                prefix == null ? JsonObject.EMPTY : JsonObject.of("name_prefix", Json.of(withoutMark(prefix)));
        return tools -> all(tools, query);
    }

    @Override
    protected void print(JsonObject answer) {
        List<JsonObject> states = Objects.requireNonNull(answer.array("states")).stream()
                .map(JsonObject.class::cast)
                .toList();
        Screen screen = surroundings().screen();
        if (screen.isTerminal()) {
            new ShownStates(states, screen).lines().forEach(out()::println);
        } else {
            states.forEach(state -> print(state, expiry(state)));
        }
    }

    private void print(JsonObject state, String expiry) {
        String name = state.string("name");
        out().printf(
                        "%s  %-24s revision %-6s %9s bytes  %s%s%n",
                        state.string("handle"),
                        name == null ? "" : "@" + name,
                        state.get("revision"),
                        state.get("bytes"),
                        state.string("updated_at"),
                        expiry);
    }

    private static String expiry(JsonObject state) {
        String expires = state.string("expires_at");
        return expires == null ? "" : "  expires " + expires;
    }

    /** All pages as one answer. */
    private static JsonObject all(LocalTools tools, JsonObject query) throws InterruptedException {
        JsonObject answer = tools.call("state_list", query);
        JsonArray states = Objects.requireNonNull(answer.array("states"));
        Json cursor = answer.get("cursor");
        while (cursor != null) {
            answer = tools.call("state_list", query.with("cursor", cursor));
            states = states.appendedAll(Objects.requireNonNull(answer.array("states")));
            cursor = answer.get("cursor");
        }
        return answer.with("states", states);
    }

    private static String withoutMark(String name) {
        return name.startsWith("@") ? name.substring(1) : name;
    }
}
