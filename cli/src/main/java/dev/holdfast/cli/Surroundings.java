package dev.holdfast.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a run of the program.
 *
 * @param variables environment variables
 * @param home the user's home folder
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminal whether standard error is a terminal
 * @param folder the working folder, which relative paths of the user begin at
 */
record Surroundings(
        Map<String, String> variables,
        String home,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        Path folder) {
    private static final String RUN_FOLDER = "HOLDFAST_RUN_FOLDER";

    /** Those of a host that another process serves, whose streams are not this process's. */
    static Surroundings ofHost(Map<String, String> variables, String home, Path folder) {
        String named = absolute(variables.get("HOME"));
        PrintStream none = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Surroundings(
                variables, named == null ? home : named, InputStream.nullInputStream(), none, none, false, folder);
    }

    /** Where this user's data lives: the XDG base directory, or what the system uses instead. */
    Path dataFolder() {
        return folder("XDG_DATA_HOME", "LOCALAPPDATA", ".local/share");
    }

    /** Where the processes that serve all hosts of this user are found. */
    Path runFolder() {
        String given = absolute(variables.get(RUN_FOLDER));
        return given == null ? dataFolder().resolve("run") : Path.of(given);
    }

    /** Where this user's settings and secrets live. */
    Path configFolder() {
        return folder("XDG_CONFIG_HOME", "APPDATA", ".config");
    }

    private Path folder(String xdg, String windows, String unix) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String given = absolute(variables.get(xdg));
        String roaming = variables.get(windows);
        if (given != null) {
            return Path.of(given, "holdfast");
        } else if (system.startsWith("windows") && roaming != null) {
            return Path.of(roaming, "holdfast");
        } else if (system.startsWith("mac")) {
            return Path.of(home, "Library", "Application Support", "holdfast");
        }
        return Path.of(home, unix, "holdfast");
    }

    /** The XDG specification says to ignore relative paths. */
    private static @Nullable String absolute(@Nullable String path) {
        return path != null && Path.of(path).isAbsolute() ? path : null;
    }
}
