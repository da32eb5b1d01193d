package dev.holdfast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each MCP host pays for a stdio server: time from process start to the first answer, and resident memory. */
final class StartBench {
    private static final int STARTS = 15;
    static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}""";
    static final String INITIALIZED = """
            {"jsonrpc":"2.0","method":"notifications/initialized"}""";
    private static final String TOOLS = """
            {"jsonrpc":"2.0","id":2,"method":"tools/list"}""";
    private static final String WRITE = """
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"state","arguments":\
            {"key":"user_preferences","value":{"theme":"dark","language":"en"}}}}""";
    private static final String CREATE = """
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"create_entities","arguments":\
            {"entities":[{"name":"user","entityType":"preferences","observations":\
            ["theme: dark","language: en"]}]}}}""";

    private final Setting setting;

    StartBench(Setting setting) {
        this.setting = setting;
    }

    void run(Report report) throws IOException {
        var memoryServer = setting.root()
                .resolve("bench/node_modules/@modelcontextprotocol/server-memory/dist/index.js")
                .toString();
        var environment = new HashMap<>(setting.surroundings());
        environment.put(
                "MEMORY_FILE_PATH", setting.scratch().resolve("memory.jsonl").toString());
        var contenders = List.of(
                new Contender("holdfast stdio, the process there", ours(), WRITE),
                new Contender("holdfast stdio --standalone", ours("--standalone"), WRITE),
                new Contender("server-memory on Node", List.of("node", memoryServer), CREATE));
        try (var other = Child.start(ours(), environment, false)) {
            other.ask(INITIALIZE);
            for (int start = 0; start < STARTS; start++) {
                for (var contender : contenders) {
                    contender.start(environment);
                }
            }
        }
        var first = new Contender("holdfast stdio, which starts the process", ours(), WRITE);
        for (int start = 0; start < STARTS; start++) {
            setting.stop();
            first.start(environment);
        }
        contenders.forEach(contender -> contender.report(report));
        first.report(report);
    }

    private List<String> ours(String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(setting.launcher(), "stdio", "--store", setting.freshStore()));
        line.addAll(List.of(options));
        return line;
    }

    private static double median(List<Double> figures) {
        Collections.sort(figures);
        return figures.get(figures.size() / 2);
    }

    private static final class Contender {
        private final String name;
        private final List<String> command;
        private final String call;
        private final List<Double> millis = new ArrayList<>();
        private final List<Double> residentIdle = new ArrayList<>();
        private final List<Double> resident = new ArrayList<>();

        Contender(String name, List<String> command, String call) {
            this.name = name;
            this.command = command;
            this.call = call;
        }

        void start(Map<String, String> environment) throws IOException {
            long begun = System.nanoTime();
            try (var child = Child.start(command, environment, false)) {
                check(child.ask(INITIALIZE));
                millis.add((System.nanoTime() - begun) / 1e6);
                residentIdle.add(Memory.ofTree(child.handle()));
                child.send(INITIALIZED);
                check(child.ask(TOOLS));
                check(child.ask(call));
                resident.add(Memory.ofTree(child.handle()));
            }
        }

        void report(Report report) {
            report.start(name, median(millis), median(residentIdle), median(resident));
        }

        private static void check(String answer) throws IOException {
            if (!answer.contains("\"result\"") || answer.contains("\"isError\":true")) {
                throw new IOException("not a result: " + answer);
            }
        }
    }
}
