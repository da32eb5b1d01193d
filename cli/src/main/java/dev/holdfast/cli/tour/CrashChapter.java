package dev.holdfast.cli.tour;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server is killed the moment it has answered. */
final class CrashChapter implements Tour.Chapter {
    private final Class<?> program;
    private final String address;

    CrashChapter(Class<?> program, String address) {
        this.program = program;
        this.address = address;
    }

    @Override
    public String title() {
        return "A crash";
    }

    @Override
    public void play(Guide guide) throws InterruptedException {
        guide.step("Kill a server as soon as it has acknowledged a write");
        String write = ProtocolChapter.request("{'name':'state','arguments':{'key':'before_the_crash','value':42}}");
        guide.narrator().call("holdfast stdio, in a process of its own: " + write);
        String answer = killedAfter(write);
        guide.narrator().answer(answer);
        JsonObject read = guide.call("state", "{'key':'before_the_crash'}");
        guide.notice(
                answer.contains("\"wrote\":true") && Json.of(42).equals(read.get("value")),
                "what was acknowledged is there, though the process could not clean up");
    }

    /** The answer to one request, from a server that is killed right after it. */
    private String killedAfter(String request) throws InterruptedException {
        Process server = null;
        try {
            server = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Writer in = server.outputWriter();
            in.write(request + "\n");
            in.flush();
            BufferedReader out = server.inputReader();
            return String.valueOf(out.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (server != null) {
                server.destroyForcibly().waitFor();
            }
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(start());
        command.addAll(List.of(program.getName(), "stdio", "--store", address, "--namespace", "tour"));
        return command;
    }

    /** How this process found the program: on its class path, or from a folder that a class path cannot name. */
    private static List<String> start() {
        String lib = System.getProperty("holdfast.lib");
        if (lib == null) {
            return List.of("-cp", System.getProperty("java.class.path"));
        }
        String launch = Path.of(lib).resolveSibling("launch").toString();
        return List.of("-Xbootclasspath/a:" + launch, "-cp", launch, "FromAnyFolder", lib);
    }
}
