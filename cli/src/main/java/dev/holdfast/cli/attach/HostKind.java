package dev.holdfast.cli.attach;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hosts, each with where its settings are and how it names a server that it starts. Their facts: docs/hosts.md. */
enum HostKind {
    CLAUDE_DESKTOP(Syntax.JSON, "mcpServers", "{config}/Claude/claude_desktop_config.json", null),
    CLAUDE_CODE(Syntax.JSON, "mcpServers", "{CLAUDE_CONFIG_DIR|~}/.claude.json", ".mcp.json"),
    CURSOR(Syntax.JSONC, "mcpServers", "~/.cursor/mcp.json", ".cursor/mcp.json"),
    VSCODE(Syntax.JSONC, "servers", "{config}/Code/User/mcp.json", ".vscode/mcp.json"),
    COPILOT_CLI(Syntax.JSONC, "mcpServers", "~/.copilot/mcp-config.json", ".mcp.json"),
    CODEX(Syntax.TOML, "mcp_servers", "{CODEX_HOME|~/.codex}/config.toml", ".codex/config.toml"),
    GEMINI(Syntax.JSONC, "mcpServers", "~/.gemini/settings.json", ".gemini/settings.json"),
    OPENCODE(Syntax.JSONC, "mcp", "{XDG_CONFIG_HOME|~/.config}/opencode/opencode.json", "opencode.json"),
    GOOSE(Syntax.YAML, "extensions", "{XDG_CONFIG_HOME|~/.config}/goose/config.yaml", null),
    ZED(Syntax.JSONC, "context_servers", "{XDG_CONFIG_HOME|~/.config}/zed/settings.json", ".zed/settings.json"),
    LIBRECHAT(Syntax.YAML, "mcpServers", null, "librechat.yaml"),
    /** It has a node for servers, and no file. */
    N8N(Syntax.JSON, "", null, null);

    private final Syntax syntax;
    private final String container;
    private final @Nullable String user;
    private final @Nullable String project;

    HostKind(Syntax syntax, String container, @Nullable String user, @Nullable String project) {
        this.syntax = syntax;
        this.container = container;
        this.user = user;
        this.project = project;
    }

    /** The host of this name, or null. */
    static @Nullable HostKind of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wire().equals(name))
                .findFirst()
                .orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(HostKind::wire).collect(Collectors.joining(", "));
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Syntax syntax() {
        return syntax;
    }

    List<String> container() {
        return List.of(container);
    }

    /** The file for all projects of the user, or null. */
    @Nullable String user() {
        return user;
    }

    /** The file within a project, or null. */
    @Nullable String project() {
        return project;
    }

    /** How the host is told to start a server. */
    JsonObject entry(String name, String command, List<String> args) {
        Json words = JsonArray.copyOf(args.stream().map(Json::of).toList());
        JsonObject plain = JsonObject.of("command", Json.of(command), "args", words);
        return switch (this) {
            case VSCODE, LIBRECHAT -> typed("stdio", plain);
            case COPILOT_CLI -> typed("local", plain).with("tools", JsonArray.of(Json.of("*")));
            case OPENCODE ->
                JsonObject.builder()
                        .put("type", "local")
                        .put("command", JsonArray.of(Json.of(command)).appendedAll((JsonArray) words))
                        .put("enabled", true)
                        .build();
            case GOOSE ->
                JsonObject.builder()
                        .put("name", name)
                        .put("type", "stdio")
                        .put("cmd", command)
                        .put("args", words)
                        .put("enabled", true)
                        .put("timeout", 300)
                        .build();
            case CLAUDE_DESKTOP, CLAUDE_CODE, CURSOR, CODEX, GEMINI, ZED, N8N -> plain;
        };
    }

    /** What an entry starts, the program first; empty if it starts nothing. */
    static List<String> launched(JsonObject entry) {
        Json command = entry.has("cmd") ? entry.get("cmd") : entry.get("command");
        JsonArray words =
                command instanceof JsonArray all ? all : command == null ? JsonArray.EMPTY : JsonArray.of(command);
        JsonArray args = entry.array("args");
        return words.appendedAll(args == null ? JsonArray.EMPTY : args).stream()
                .map(word -> word instanceof JsonString text ? text.value() : word.toString())
                .toList();
    }

    /** Whether an entry starts this product. */
    static boolean isOurs(JsonObject entry) {
        List<String> words = launched(entry);
        return !words.isEmpty() && words.getFirst().matches("(.*[/\\\\])?holdfast(\\.cmd|\\.exe|\\.bat)?");
    }

    private static JsonObject typed(String type, JsonObject entry) {
        JsonObject.Builder builder = JsonObject.builder().put("type", type);
        entry.forEach(builder::put);
        return builder.build();
    }
}
