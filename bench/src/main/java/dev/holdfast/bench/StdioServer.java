package dev.holdfast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A stdio server that remembers what it is told, ours or another.
 *
 * @param name what the tables call it
 * @param command starts it, with a folder for what it keeps
 * @param write a call whose first number is the id; under the key {@code kept-} and the second number it stores the
 *     third
 * @param read a call that shows all keys; {@code %d} is the id
 */
record StdioServer(String name, BiFunction<Setting, Path, List<String>> command, String write, String read) {
    private static final String MODULES = "bench/node_modules/";

    static final StdioServer SHARED = ours("holdfast stdio", List.of());
    static final StdioServer STANDALONE = ours("holdfast stdio --standalone", List.of("--standalone"));
    static final StdioServer MEMORY = new StdioServer(
            "server-memory on Node",
            (setting, folder) -> node(setting, "@modelcontextprotocol/server-memory/dist/index.js"),
            call("create_entities", """
                    {"entities":[{"name":"kept-%d","entityType":"number","observations":["%d"]}]}"""),
            call("read_graph", "{}"));
    static final StdioServer KEEPER = new StdioServer(
            "mcp-memory-keeper on Node",
            (setting, folder) -> node(setting, "mcp-memory-keeper/dist/index.js"),
            call("context_save", """
                    {"key":"kept-%d","value":"%d"}"""),
            call("context_get", """
                    {"limit":100}"""));

    private static StdioServer ours(String name, List<String> options) {
        return new StdioServer(
                name,
                (setting, folder) -> {
                    var line = new ArrayList<>(List.of(setting.launcher(), "stdio", "--store"));
                    line.add("sqlite:" + folder.resolve("state.db"));
                    line.addAll(options);
                    return List.copyOf(line);
                },
                call("state", """
                        {"key":"kept-%d","value":%d}"""),
                call("state_read", """
                        {"handle":"@default"}"""));
    }

    private static List<String> node(Setting setting, String script) {
        return List.of("node", setting.root().resolve(MODULES + script).toString());
    }

    private static String call(String tool, String arguments) {
        return """
                {"jsonrpc":"2.0","id":%%d,"method":"tools/call","params":{"name":"%s",\
                "arguments":%s}}""".formatted(tool, arguments);
    }

    /** Whether it could be installed. */
    boolean isThere(Setting setting) throws IOException {
        String program = command.apply(setting, setting.scratch()).getLast();
        return !program.endsWith(".js") || Files.exists(Path.of(program));
    }

    /** Starts it for one more host, and returns when it has answered. */
    Child start(Setting setting, Path folder) throws IOException {
        Map<String, String> environment = new HashMap<>(setting.surroundings());
        environment.put("MEMORY_FILE_PATH", folder.resolve("memory.jsonl").toString());
        environment.put("DATA_DIR", folder.toString());
        return Child.start(command.apply(setting, folder), environment, false);
    }
}
