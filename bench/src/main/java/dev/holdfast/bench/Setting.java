package dev.holdfast.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where and for how long things are measured.
 *
 * @param root the repository
 * @param scratch a folder on the disk to measure
 * @param seconds length of each measured stretch
 * @param rounds how often each HTTP figure is taken; the median counts
 */
record Setting(Path root, Path scratch, int seconds, int rounds) {
    /** The JVM flags the launcher gives `serve`, so that the echo server runs under the same conditions. */
    private static final List<String> SERVER_FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC");

    /** A million events; fewer if the stretches are shorter than 5 seconds. */
    int longHistory() {
        return seconds >= 5 ? 1_000_000 : 200_000 * seconds;
    }

    /** A million states; fewer if the stretches are shorter than 5 seconds. */
    int manyStates() {
        return longHistory();
    }

    Duration warmUp() {
        return Duration.ofSeconds(seconds);
    }

    Duration measured() {
        return Duration.ofSeconds(seconds);
    }

    String launcher() {
        return root.resolve("holdfast").toString();
    }

    /** Starts the product and waits until it answers. */
    Child serve(int port, String store, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(launcher(), "serve", "--port", String.valueOf(port), "--store", store));
        command.addAll(List.of(options));
        var child = Child.start(command, surroundings(), true);
        try (var calls = new Calls(port)) {
            while (!calls.isUp()) {
                Thread.sleep(50);
            }
        }
        return child;
    }

    Child echo() throws IOException {
        return fixture(EchoServer.class);
    }

    /** Starts a server of this module with the JVM flags of `serve`. */
    Child fixture(Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SERVER_FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return Child.start(command, Map.of(), false);
    }

    /** Keeps the user's own data and settings out of the measurement. */
    Map<String, String> surroundings() {
        return Map.of("XDG_DATA_HOME", scratch.toString());
    }

    /** Ends the process that stdio hosts share, if there is one. */
    void stop() throws IOException {
        ask("stop");
    }

    /** The ids of the processes that stdio hosts share. */
    List<Long> shared() throws IOException {
        return Pattern.compile("\"pid\":(\\d+)")
                .matcher(ask("ps"))
                .results()
                .map(pid -> Long.valueOf(pid.group(1)))
                .toList();
    }

    private String ask(String command) throws IOException {
        try (var child = Child.start(List.of(launcher(), command, "--json"), surroundings(), false)) {
            return child.receive();
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String freshStore() throws IOException {
        return "sqlite:" + Files.createTempDirectory(scratch, "store").resolve("state.db");
    }
}
