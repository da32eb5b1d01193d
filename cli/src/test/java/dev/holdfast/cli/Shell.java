package dev.holdfast.cli;

import dev.holdfast.cli.command.SharedStores;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs commands in a separate home folder and captures their output. */
final class Shell {
    private final Path home;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private String input = "";
    private boolean terminal;
    private boolean shown;

    Shell(Path home) {
        this.home = home;
        variables.put("XDG_DATA_HOME", home.resolve("data").toString());
        variables.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    }

    Shell with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Shell typing(String text) {
        input = text;
        return this;
    }

    /** From now on a person runs them. */
    Shell atTerminal() {
        terminal = true;
        return this;
    }

    /** Another, whose standard output is a terminal that these variables describe. */
    Shell onTerminal(Map<String, String> described) {
        Shell other = new Shell(home);
        other.variables.putAll(variables(described));
        other.shown = true;
        return other;
    }

    /** Its variables and these. */
    Map<String, String> variables(Map<String, String> further) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.putAll(further);
        return all;
    }

    /** Where the processes that serve its hosts are found. */
    Path runFolder() {
        return home.resolve("data/holdfast/run");
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Cli.run(surroundings(out, err), arguments);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command whose streams a test holds, and answers its exit code. */
    int run(InputStream given, PrintStream out, String... arguments) {
        return Cli.run(surroundings(given, out, new ByteArrayOutputStream()), arguments);
    }

    Surroundings surroundings(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        InputStream given = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return surroundings(given, new PrintStream(out, true, StandardCharsets.UTF_8), err);
    }

    private Surroundings surroundings(InputStream given, PrintStream out, ByteArrayOutputStream err) {
        return new Surroundings(
                variables,
                home.toString(),
                given,
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                shown,
                home,
                new SharedStores());
    }

    /** The exit code and the output of a run. */
    record Result(int code, String out, String err) {
        JsonObject json() {
            return (JsonObject) Json.parse(out);
        }
    }
}
