package dev.holdfast.cli.console;

import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.engine.local.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The user's browser, where there is one. It is given a file that leads to the link, and that only the user can read:
 * all users of a machine see what programs are started with. Closing removes the file.
 */
final class Browser implements AutoCloseable {
    private final List<String> command;
    private final Path folder;
    private @Nullable Path file;

    private Browser(List<String> command, Path folder) {
        this.command = command;
        this.folder = folder;
    }

    static Browser of(Surroundings surroundings) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return new Browser(command(surroundings.variables(), system), surroundings.runFolder());
    }

    /** What opens a file, with the file to come last; empty if there is nothing to open it with. */
    static List<String> command(Map<String, String> variables, String system) {
        String chosen = variables.get("BROWSER");
        if (chosen != null && !chosen.isBlank() && !chosen.contains(":")) {
            return List.of(chosen);
        } else if (system.startsWith("mac")) {
            return List.of("open");
        } else if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        boolean screen = variables.containsKey("DISPLAY") || variables.containsKey("WAYLAND_DISPLAY");
        return screen ? List.of("xdg-open") : List.of();
    }

    /** Opens the link, or does nothing: it was printed as well. */
    void open(String link) {
        if (command.isEmpty()) {
            return;
        }
        try {
            Path written = write(link);
            file = written;
            String[] whole = new String[command.size() + 1];
            command.toArray(whole);
            whole[command.size()] = written.toString();
            Process started = new ProcessBuilder(whole)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            started.getOutputStream().close();
        } catch (IOException e) {
            close();
        }
    }

    private Path write(String link) throws IOException {
        PrivateFiles.createFolders(folder);
        Path page = folder.resolve("console-" + UUID.randomUUID() + ".html");
        String text = """
                <!doctype html><meta charset=utf-8><meta name=referrer content=no-referrer><title>Holdfast</title>
                <meta http-equiv=refresh content="0;url=%s"><a href="%s">Console</a>
                """.formatted(link, link);
        try (FileChannel channel = PrivateFiles.replace(page)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
        return page;
    }

    @Override
    public void close() {
        Path written = file;
        if (written == null) {
            return;
        }
        try {
            Files.deleteIfExists(written);
        } catch (IOException e) {
            // Its link is over with this process.
        }
    }
}
