package dev.holdfast.cli.attach;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Talks to a server as a host does that starts it: with few variables, by both ways to speak. */
final class HostCheck {
    private static final long PATIENCE_SECONDS = 30;
    /** What clients built on the official library pass on. */
    private static final List<String> PASSED = List.of("HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER");

    private final List<String> command;
    private final Map<String, String> variables;
    private final Path folder;
    private final String host;

    HostCheck(List<String> command, Map<String, String> variables, Path folder, String host) {
        this.command = command;
        this.variables = variables;
        this.folder = folder;
        this.host = host;
    }

    /** What came of one way to speak: the tools that were listed, or why there are none. */
    record Told(String era, int tools, @Nullable String problem) {}

    List<Told> run() {
        return List.of(
                told("handshake", talk -> {
                    JsonObject client = JsonObject.of("name", Json.of(host), "version", Json.of("0"));
                    JsonObject begin = JsonObject.of(
                            "protocolVersion",
                            Json.of("2025-11-25"),
                            "capabilities",
                            JsonObject.EMPTY,
                            "clientInfo",
                            client);
                    talk.ask(1, "initialize", begin);
                    talk.tell("notifications/initialized");
                    return talk.ask(2, "tools/list", JsonObject.EMPTY);
                }),
                told("stateless", talk -> {
                    JsonObject meta = JsonObject.of(
                            "io.modelcontextprotocol/protocolVersion",
                            Json.of("2026-07-28"),
                            "io.modelcontextprotocol/clientCapabilities",
                            JsonObject.EMPTY);
                    talk.ask(1, "server/discover", JsonObject.of("_meta", meta));
                    return talk.ask(2, "tools/list", JsonObject.of("_meta", meta));
                }));
    }

    private interface Script {
        JsonObject play(Talk talk) throws IOException, InterruptedException;
    }

    private Told told(String era, Script script) {
        try (Talk talk = start()) {
            JsonArray tools = script.play(talk).array("tools");
            int count = tools == null ? 0 : tools.size();
            return new Told(era, count, count == 0 ? "it lists no tools" : null);
        } catch (IOException e) {
            return new Told(era, 0, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Told(era, 0, "it was interrupted");
        }
    }

    private Talk start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        for (String name : PASSED) {
            String value = variables.get(name);
            if (value != null) {
                builder.environment().put(name, value);
            }
        }
        return new Talk(builder.start());
    }

    /** One server, as long as it is asked. */
    private static final class Talk implements AutoCloseable {
        private static final String END = "";

        private final Process process;
        private final Writer in;
        private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(1000);

        Talk(Process process) {
            this.process = process;
            this.in = process.outputWriter(StandardCharsets.UTF_8);
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.put(line + "\n");
                }
                lines.put(END);
            } catch (IOException e) {
                lines.offer(END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        JsonObject ask(long id, String method, JsonObject params) throws IOException, InterruptedException {
            send(request(method).put("id", id).put("params", params).build());
            while (true) {
                String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    throw new IOException(method + " is not answered within " + PATIENCE_SECONDS + " s");
                } else if (line.equals(END)) {
                    throw new IOException("it ended before it answered " + method);
                }
                JsonObject message = message(line);
                if (Json.of(id).equals(message.get("id"))) {
                    JsonObject result = message.object("result");
                    if (result == null) {
                        throw new IOException(method + " is answered with an error: " + message.get("error"));
                    }
                    return result;
                }
            }
        }

        void tell(String method) throws IOException {
            send(request(method).build());
        }

        private static JsonObject.Builder request(String method) {
            return JsonObject.builder().put("jsonrpc", "2.0").put("method", method);
        }

        private static JsonObject message(String line) throws IOException {
            try {
                return Json.parse(line) instanceof JsonObject message ? message : JsonObject.EMPTY;
            } catch (JsonParseException e) {
                throw new IOException("it prints what is no message: " + line.strip(), e);
            }
        }

        private void send(JsonObject message) throws IOException {
            in.write(message + "\n");
            in.flush();
        }

        @Override
        public void close() throws IOException {
            try {
                in.close();
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    Objects.requireNonNull(process.destroyForcibly());
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
