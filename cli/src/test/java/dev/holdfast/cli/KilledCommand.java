package dev.holdfast.cli;

import dev.holdfast.testkit.log.Kill;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, which is killed in the midst of what it does. */
final class KilledCommand {
    private KilledCommand() {}

    /**
     * Runs a command until it is over, or a file that it writes has some size.
     *
     * @param home the folder it runs in
     */
    static void run(Path home, Path file, long size, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            boolean over = false;
            while (!over && file.toFile().length() < size) {
                over = process.waitFor(2, TimeUnit.MILLISECONDS);
            }
        } finally {
            Kill.one(process.toHandle());
        }
    }
}
