package dev.holdfast.cli.command;

import dev.holdfast.cli.background.Hello;
import dev.holdfast.cli.process.Screen;
import dev.holdfast.engine.HoldfastException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * @param shown whether standard output is one
 * @param folder the working folder, which relative paths of the user begin at
 * @param stores those that this process has open, for what several may use at once
 */
public record Surroundings(
        Map<String, String> variables,
        String home,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        boolean shown,
        Path folder,
        SharedStores stores) {
    private static final String RUN_FOLDER = "HOLDFAST_RUN_FOLDER";
    private static final Pattern HOME = Pattern.compile("(~|\\$HOME|\\$\\{HOME})(?=/|$)");

    /** Those of a caller that this process serves for another one, without streams. */
    public static Surroundings ofHost(Hello hello, String recorded, SharedStores stores) {
        PrintStream none = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Map<String, String> variables = hello.variables();
        return new Surroundings(
                variables,
                home(variables, recorded),
                InputStream.nullInputStream(),
                none,
                none,
                false,
                false,
                Path.of(hello.folder()),
                stores);
    }

    /** The same with other streams. */
    public Surroundings with(InputStream input, PrintStream output, PrintStream errors) {
        return new Surroundings(variables, home, input, output, errors, terminal, shown, folder, stores);
    }

    /** What standard output is shown on. */
    public Screen screen() {
        return shown ? Screen.ofTerminal(variables) : Screen.NONE;
    }

    /**
     * A user's home folder: the one that {@code HOME} names, as for every other program, else the one that the system
     * has on record.
     *
     * @param recorded what Java says, which does not look at {@code HOME}
     */
    public static String home(Map<String, String> variables, String recorded) {
        String named = absolute(variables.get("HOME"));
        return named == null ? recorded : named;
    }

    /**
     * A path as a person means it where no shell has read it, such as in the settings of a host: {@code ~},
     * {@code $HOME} or <code>${HOME}</code> at its beginning is the home folder.
     */
    public String expanded(String path) {
        Matcher matcher = HOME.matcher(path);
        return matcher.lookingAt() ? requireHome() + path.substring(matcher.end()) : path;
    }

    /** The path that a person means, which begins at the working folder unless it says otherwise. */
    public Path path(String text) {
        return folder.resolve(expanded(text));
    }

    /**
     * The same for a word among others, of which the library makes no path.
     *
     * @throws HoldfastException {@code invalid} if that is no path here
     */
    public Path path(String argument, String given) {
        try {
            return path(given);
        } catch (InvalidPathException e) {
            throw CliFailure.invalid(argument, "'" + given + "' is not a path here: " + e.getReason());
        }
    }

    private String requireHome() {
        if (absolute(home) == null) {
            throw CliFailure.invalid("HOME", "there is no home folder on record; set HOME to an absolute path");
        }
        return home;
    }

    /** Where this user's data lives: the XDG base directory, or what the system uses instead. */
    Path dataFolder() {
        return folder("XDG_DATA_HOME", "LOCALAPPDATA", ".local/share");
    }

    /** Where the processes that serve all hosts of this user are found. */
    public Path runFolder() {
        String given = absolute(variables.get(RUN_FOLDER));
        return given == null ? dataFolder().resolve("run") : Path.of(given);
    }

    /** Where this user's settings and secrets live. */
    public Path configFolder() {
        return folder("XDG_CONFIG_HOME", "APPDATA", ".config");
    }

    private Path folder(String xdg, String windows, String unix) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String variable = variables.get(xdg);
        String given = variable == null ? null : absolute(expanded(variable));
        String roaming = variables.get(windows);
        if (given != null) {
            return Path.of(given, "holdfast");
        } else if (system.startsWith("windows") && roaming != null) {
            return Path.of(roaming, "holdfast");
        } else if (system.startsWith("mac")) {
            return Path.of(requireHome(), "Library", "Application Support", "holdfast");
        }
        return Path.of(requireHome(), unix, "holdfast");
    }

    /** The XDG specification says to ignore relative paths. */
    private static @Nullable String absolute(@Nullable String path) {
        return path != null && Path.of(path).isAbsolute() ? path : null;
    }
}
