package dev.holdfast.cli;

import static dev.holdfast.checks.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.cli.background.Hello;
import dev.holdfast.cli.background.Processes;
import dev.holdfast.cli.background.Visit;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.Crowd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code holdfast background} as the shim starts it, until it is closed. */
final class Background implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(Crowd.PATIENCE_SECONDS);

    private final Shell shell;
    private final Path folder;
    private final FutureTask<Integer> run;

    private Background(Shell shell, String... options) {
        this.shell = shell;
        this.folder = shell.runFolder().resolve("b@h~1~2");
        String[] arguments = Stream.concat(Stream.of("background", "--folder", folder.toString()), Stream.of(options))
                .toArray(String[]::new);
        this.run = new FutureTask<>(() -> shell.run(arguments).code());
        Thread.ofPlatform().name("background").start(run);
        await().atMost(PATIENCE).until(() -> run.isDone() || isReady());
        assertThat(run.isDone()).isFalse();
    }

    static Background start(Shell shell, String... options) {
        return new Background(shell, options);
    }

    Path folder() {
        return folder;
    }

    /** What {@code ps} shows of it. */
    JsonObject listed() {
        List<JsonObject> processes = new Processes(shell.runFolder()).ask(Hello.PS);
        assertThat(processes).hasSize(1);
        return processes.getFirst();
    }

    /** What a host is answered that does not attach a second connection. */
    String answer(Path working, Map<String, String> variables, String... arguments) throws IOException {
        try (Visit visit = visit(working, variables, arguments)) {
            return visit.answer();
        }
    }

    Host host(Path working, Map<String, String> variables, String... arguments) throws IOException {
        return new Host(visit(working, variables, arguments));
    }

    /** A command as the launcher has it carried out, with that on its standard input. */
    @SuppressWarnings("try") // closed early, as the process waits for it
    Shell.Result command(Path working, String input, String... arguments) throws IOException {
        Hello hello = new Hello(Hello.COMMAND, working.toString(), List.of(arguments), shell.variables(Map.of()));
        try (Visit visit = Visit.at(folder, hello).orElseThrow()) {
            var in = new BufferedReader(new InputStreamReader(visit.in(), StandardCharsets.UTF_8));
            String key = Objects.requireNonNull(in.readLine()).substring("serve ".length());
            try (Socket second = new Socket(InetAddress.getLoopbackAddress(), visit.port())) {
                second.getOutputStream().write((key + "\n").getBytes(StandardCharsets.US_ASCII));
                visit.out().write((input + Files.readString(folder.resolve("end"))).getBytes(StandardCharsets.UTF_8));
                String out = in.lines().map(line -> line + "\n").collect(Collectors.joining());
                visit.close();
                String err = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                int last = err.lastIndexOf(key);
                int code = Integer.parseInt(err.substring(last + key.length()).strip());
                return new Shell.Result(code, out, err.substring(0, last));
            }
        }
    }

    /** Whether it leaves a command to another process. */
    boolean declines(String... arguments) throws IOException {
        Hello hello = new Hello(Hello.COMMAND, folder.toString(), List.of(arguments), shell.variables(Map.of()));
        try (Visit visit = Visit.at(folder, hello).orElseThrow()) {
            return visit.answer().equals("own\n");
        }
    }

    /** The exit code, when it ends by itself. */
    int code() {
        return Crowd.join(run);
    }

    @Override
    public void close() {
        if (!run.isDone()) {
            assertThat(shell.run("stop").code()).isZero();
        }
        assertThat(code()).isZero();
    }

    private Visit visit(Path working, Map<String, String> variables, String... arguments) throws IOException {
        Hello hello = new Hello(Hello.STDIO, working.toString(), List.of(arguments), shell.variables(variables));
        return Visit.at(folder, hello).orElseThrow();
    }

    private boolean isReady() throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> tickets = Files.newDirectoryStream(folder, "ticket-*")) {
            return tickets.iterator().hasNext();
        }
    }

    /** A host and its shim. */
    static final class Host implements AutoCloseable {
        private final Visit visit;
        private final Socket second;
        private final BufferedReader in;
        private final BufferedReader err;
        private int id;

        private Host(Visit visit) throws IOException {
            this.visit = visit;
            this.in = new BufferedReader(new InputStreamReader(visit.in(), StandardCharsets.UTF_8));
            String answer = Objects.requireNonNull(in.readLine());
            assertThat(answer).startsWith("serve ");
            this.second = new Socket(InetAddress.getLoopbackAddress(), visit.port());
            second.getOutputStream().write((answer.substring(6) + "\n").getBytes(StandardCharsets.US_ASCII));
            this.err = new BufferedReader(new InputStreamReader(second.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The answer of a tool. */
        JsonObject call(String tool, String arguments) throws IOException {
            String request = json("{'jsonrpc':'2.0','id':" + ++id + ",'method':'tools/call','params':{'name':'" + tool
                    + "','arguments':" + arguments + ",'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                    + "'io.modelcontextprotocol/clientCapabilities':{}}}}");
            visit.out().write((request + "\n").getBytes(StandardCharsets.UTF_8));
            JsonObject response = (JsonObject) Json.parse(Objects.requireNonNull(in.readLine()));
            JsonObject result = Objects.requireNonNull(response.object("result"), response::toString);
            JsonObject text =
                    (JsonObject) Objects.requireNonNull(result.array("content")).get(0);
            return (JsonObject) Json.parse(Objects.requireNonNull(text.string("text")));
        }

        /** The next line on standard error. */
        String line() throws IOException {
            return Objects.requireNonNull(err.readLine());
        }

        /** Whether the process closes both connections without saying that all was well. */
        boolean isOver() throws IOException {
            try {
                return in.readLine() == null && err.readLine() == null;
            } catch (SocketException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            second.close();
            visit.close();
        }
    }
}
