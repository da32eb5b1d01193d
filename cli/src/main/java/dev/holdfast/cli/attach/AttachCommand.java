package dev.holdfast.cli.attach;

import dev.holdfast.cli.attach.HostCheck.Told;
import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.engine.Failure;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast attach}: tells a host of this server. */
@Command(
        name = "attach",
        description = {
            "Tell a host of this server: claude-desktop, claude-code, cursor, vscode, copilot-cli, codex, gemini,",
            "opencode, goose, zed, librechat or n8n. Shows what it changes, and changes nothing else in the file, of",
            "which it keeps a copy. What follows -- is added to the command that the host runs."
        })
public final class AttachCommand implements Callable<Integer> {
    private static final String URL = "http://127.0.0.1:7420/mcp";

    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "HOST", description = "Which host.")
    @SuppressWarnings("NullAway.Init")
    private String host;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARG", description = "More for 'holdfast stdio'.")
    private List<String> more = List.of();

    @Option(names = "--project", description = "In the settings of the project in this folder, not in the user's.")
    private boolean project;

    @Option(names = "--file", paramLabel = "FILE", description = "In this file instead.")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "What the host calls it. Default: holdfast.")
    private String name = "holdfast";

    @Option(
            names = "--command",
            paramLabel = "PATH",
            description = "The program that the host starts. Default: the one that runs now.")
    private @Nullable String command;

    @Option(names = "--remove", description = "Take it out again.")
    private boolean remove;

    @Option(names = "--print", description = "Only print what belongs into the file.")
    private boolean print;

    @Option(
            names = "--check",
            description = "Only start the server as the host would, and ask for its tools. Exits with 7 if it fails.")
    private boolean check;

    @Option(names = "--force", description = "Replace or remove what has this name, though it is not Holdfast's.")
    private boolean force;

    @Option(names = "--json", description = "Print the result, or the failure, as one line of JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** For one run of the program. */
    public AttachCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        HostKind kind = HostKind.of(host);
        if (kind == null) {
            throw CliFailure.invalid("HOST", "HOST is one of " + HostKind.names());
        } else if ((remove ? 1 : 0) + (print ? 1 : 0) + (check ? 1 : 0) > 1) {
            throw CliFailure.invalid("--remove", "give one of --remove, --print and --check");
        } else if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
            throw CliFailure.invalid("--name", "--name takes letters, digits, '-', '_' and '.'");
        } else if (kind == HostKind.N8N) {
            return node();
        } else if (print) {
            out().print(SettingsText.read(kind.syntax(), "", kind.container()).with(name, entry(kind)));
            out().flush();
            return ExitCode.DONE;
        }
        Path target = file == null ? HostPlaces.file(kind, project, surroundings) : file;
        try {
            return check ? checked(kind, target) : show(attachment(kind, target));
        } catch (SettingsProblem e) {
            throw CliFailure.invalid("FILE", target + " was not changed: " + e.getMessage());
        }
    }

    private Attachment.Outcome attachment(HostKind kind, Path target) {
        Attachment attachment = new Attachment(kind, name, SettingsFile.read(target), surroundings.configFolder());
        return remove ? attachment.remove(force) : attachment.add(entry(kind), force);
    }

    private JsonObject entry(HostKind kind) {
        List<String> args = new ArrayList<>(List.of("stdio"));
        args.addAll(more);
        return kind.entry(name, launcher(), args);
    }

    private String launcher() {
        String given = command == null ? surroundings.variables().get("HOLDFAST_LAUNCHER") : command;
        if (given == null || given.isBlank()) {
            throw CliFailure.invalid("--command", "give --command PATH: which program the host starts");
        }
        return command == null ? given : surroundings.path("--command", given).toString();
    }

    private int checked(HostKind kind, Path target) {
        SettingsFile settings = SettingsFile.read(target);
        JsonObject entry = SettingsText.read(kind.syntax(), settings.text(), kind.container())
                .find(name);
        if (entry == null) {
            throw CliFailure.unavailable(target + " has no server " + name + "; attach it first");
        }
        List<String> words = HostKind.launched(entry);
        if (words.isEmpty()) {
            throw CliFailure.invalid("FILE", name + " in " + target + " starts no program");
        }
        List<Told> told = new HostCheck(words, surroundings.variables(), surroundings.folder(), kind.wire()).run();
        boolean failed = told.stream().anyMatch(each -> each.problem() != null);
        if (json) {
            List<JsonObject> eras = told.stream().map(AttachCommand::era).toList();
            out().println(JsonObject.of("host", Json.of(kind.wire()), "eras", JsonArray.copyOf(eras)));
        } else {
            told.forEach(each -> out().printf(
                            "%-4s  %-9s  %s%n",
                            each.problem() == null ? "ok" : "fail",
                            each.era(),
                            each.problem() == null ? each.tools() + " tools" : each.problem()));
        }
        return failed ? ExitCode.of(Failure.Code.UNAVAILABLE) : ExitCode.DONE;
    }

    private static JsonObject era(Told told) {
        return JsonObject.builder()
                .put("era", told.era())
                .put("tools", told.tools())
                .putIfPresent("problem", told.problem())
                .build();
    }

    private int show(Attachment.Outcome outcome) {
        if (json) {
            List<JsonString> lines = outcome.change().stream().map(Json::of).toList();
            out().println(JsonObject.builder()
                    .put("host", host)
                    .put("file", outcome.file().toString())
                    .put("changed", outcome.changed())
                    .putIfPresent(
                            "copy",
                            outcome.copy() == null ? null : outcome.copy().toString())
                    .put("change", JsonArray.copyOf(lines))
                    .build());
            return ExitCode.DONE;
        }
        out().println(outcome.file());
        outcome.change().forEach(out()::println);
        if (!outcome.changed()) {
            out().println("nothing to change");
        } else if (outcome.copy() != null) {
            out().println("what it was before: " + outcome.copy());
        }
        return ExitCode.DONE;
    }

    /** What is entered in the host by hand. */
    private int node() {
        if (remove || check) {
            throw CliFailure.invalid("HOST", "n8n has no file; this only prints what its node takes");
        }
        if (json) {
            out().println(JsonObject.of(
                    "host", Json.of(host), "endpoint", Json.of(URL), "transport", Json.of("httpStreamable")));
        } else {
            out().println("In n8n's node 'MCP Client Tool', enter:");
            out().println("  Endpoint          " + URL + " (of 'holdfast serve --token')");
            out().println("  Server Transport  HTTP Streamable");
            out().println("  Authentication    Bearer Auth, with the token");
        }
        return ExitCode.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
