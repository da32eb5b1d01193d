package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.cli.definition.DefinitionFile;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast workflow}: keeps workflows, and starts, works on, shows and controls runs of them. */
@Command(
        name = "workflow",
        description = {
            "Keep workflows, and start, work on, show and control runs of them.",
            "  define FILE                    keep a workflow, in JSON or YAML",
            "  start NAME | --file FILE       start a run of it",
            "  status TARGET                  how a run stands",
            "  diagram TARGET                 the same as Mermaid text",
            "  next KIND...                   claim a ready step of these kinds of work",
            "  report TARGET STEP TOKEN JSON  tell what a step answers, or --error TEXT",
            "  signal TARGET NAME [JSON]      send a signal",
            "  pause, resume, cancel TARGET   control a run",
            "  retry TARGET STEP              go on from a step after a failure"
        })
final class WorkflowCommand extends ToolCommand {
    @Parameters(arity = "0..*", paramLabel = "VERB ...", hideParamSyntax = true, description = "What to do, as above.")
    private List<String> words = List.of();

    @Option(names = "--file", paramLabel = "FILE", description = "start: the workflow itself, in JSON or YAML.")
    private @Nullable Path file;

    @Option(names = "--version-of", paramLabel = "VERSION", description = "start: its version. Default: the newest.")
    private @Nullable String version;

    @Option(names = "--input", paramLabel = "JSON", description = "start: an object that the run is given.")
    private @Nullable String input;

    @Option(names = "--name", paramLabel = "NAME", description = "start: the name of the run.")
    private @Nullable String name;

    @Option(names = "--session", paramLabel = "TARGET", description = "start: the state that the run is for.")
    private @Nullable String session;

    @Option(names = "--lease", paramLabel = "SECONDS", description = "next: for how long. Default: 300.")
    private @Nullable Long lease;

    @Option(names = "--wait", paramLabel = "SECONDS", description = "next: how long to wait, up to 25. Default: 0.")
    private long wait;

    @Option(names = "--error", paramLabel = "TEXT", description = "report: why the attempt failed.")
    private @Nullable String error;

    @Option(names = "--final", description = "report: another attempt would not help.")
    private boolean isFinal;

    WorkflowCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        String verb = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (verb) {
            case "define" -> define(rest);
            case "start" -> start(rest);
            case "next" -> next(rest);
            case "report" -> report(rest);
            case "signal" -> signal(rest);
            case "retry" -> retry(rest);
            case "status" ->
                calling("workflow_status", about(sized(verb, rest, 1, 1)).build());
            case "diagram" -> {
                String target = sized(verb, rest, 1, 1).getFirst();
                yield tools -> tools.diagram(target);
            }
            case "pause", "resume", "cancel" ->
                calling(
                        "workflow_report",
                        about(sized(verb, rest, 1, 1)).put("control", verb).build());
            default ->
                throw CliFailure.invalid(
                        "VERB",
                        "workflow takes define, start, status, diagram, next, report, signal, pause, resume, cancel or"
                                + " retry");
        };
    }

    private static Request calling(String tool, JsonObject arguments) {
        return tools -> tools.call(tool, arguments);
    }

    private static JsonObject.Builder about(List<String> rest) {
        return JsonObject.builder().put("handle", rest.getFirst());
    }

    private static List<String> sized(String verb, List<String> rest, int least, int most) {
        if (rest.size() < least || rest.size() > most) {
            throw CliFailure.invalid("VERB", "workflow " + verb + " takes other words; see holdfast workflow --help");
        }
        return rest;
    }

    private Request define(List<String> rest) {
        String given = sized("define", rest, 1, 1).getFirst();
        JsonObject definition = DefinitionFile.read("FILE", surroundings().path("FILE", given));
        return tools -> tools.define(definition);
    }

    private Request start(List<String> rest) {
        boolean named = sized("start", rest, 0, 1).size() == 1;
        Path given = file;
        if (named == (given != null)) {
            throw CliFailure.invalid("--file", "workflow start takes the name of a workflow or --file, one of the two");
        }
        JsonObject.Builder arguments = JsonObject.builder();
        if (named) {
            arguments.put("workflow", rest.getFirst());
        }
        arguments.putIfPresent("definition", given == null ? null : DefinitionFile.read("--file", given));
        arguments.putIfPresent("version", version == null ? null : Json.of(version));
        arguments.putIfPresent("input", input == null ? null : parsed("--input", input));
        arguments.putIfPresent("name", name == null ? null : Json.of(name));
        arguments.putIfPresent("session", session == null ? null : Json.of(session));
        return calling("workflow_start", arguments.build());
    }

    private Request next(List<String> rest) {
        sized("next", rest, 1, 100);
        CliFailure.requireAtLeastOne("--lease", lease);
        return calling(
                "workflow_next",
                JsonObject.builder()
                        .put(
                                "work",
                                JsonArray.copyOf(rest.stream().map(Json::of).toList()))
                        .putIfPresent("lease_seconds", lease == null ? null : Json.of(lease))
                        .put("timeout_seconds", wait)
                        .build());
    }

    private Request report(List<String> rest) {
        sized("report", rest, 3, 4);
        String failed = error;
        if ((rest.size() == 4) == (failed != null)) {
            throw CliFailure.invalid(
                    "--error", "workflow report takes what the step answers, or --error, one of the two");
        }
        return calling(
                "workflow_report",
                about(rest)
                        .put("step", rest.get(1))
                        .put("token", parsed("TOKEN", rest.get(2)))
                        .putIfPresent("output", rest.size() == 4 ? parsed("JSON", rest.get(3)) : null)
                        .putIfPresent("error", failed == null ? null : Json.of(failed))
                        .putIfPresent("final", isFinal ? Json.of(true) : null)
                        .build());
    }

    private static Request signal(List<String> rest) {
        sized("signal", rest, 2, 3);
        return calling(
                "workflow_report",
                about(rest)
                        .put("signal", rest.get(1))
                        .putIfPresent("output", rest.size() == 3 ? parsed("JSON", rest.get(2)) : null)
                        .build());
    }

    private static Request retry(List<String> rest) {
        sized("retry", rest, 2, 2);
        return calling(
                "workflow_report",
                about(rest).put("control", "retry").put("step", rest.get(1)).build());
    }

    private static Json parsed(String what, String word) {
        try {
            return Json.parse(word);
        } catch (JsonParseException e) {
            throw CliFailure.invalid(what, what + " cannot be read as JSON: " + e.getMessage());
        }
    }

    @Override
    protected void print(JsonObject answer) {
        if (answer.has("diagram")) {
            out().println(Objects.requireNonNull(answer.string("diagram")).stripTrailing());
        } else if (answer.has("defined")) {
            out().println(answer.string("workflow") + " version " + answer.string("version")
                    + (Boolean.TRUE.equals(answer.bool("defined")) ? " is kept" : " is there already"));
        } else if (answer.has("timed_out")) {
            tellStep(answer);
        } else {
            tellRun(answer);
        }
    }

    private void tellStep(JsonObject step) {
        if (step.has("step")) {
            out().println(step.string("handle") + "  " + step.string("step") + "  token " + step.get("token")
                    + "  until " + step.string("until"));
            out().println("  " + step.get("input"));
        } else {
            out().println("nothing is ready");
        }
    }

    private void tellRun(JsonObject run) {
        String handle = run.string("handle");
        out().println((handle == null ? "" : handle + "  ") + run.string("workflow") + " version "
                + run.string("version") + "  " + run.string("status") + (run.has("paused") ? "  paused" : ""));
        for (String member : List.of("failure", "output", "waits_for", "next_at")) {
            if (run.has(member)) {
                out().println("  " + member + "  " + run.get(member));
            }
        }
        JsonObject steps = run.object("steps");
        if (steps != null) {
            steps.keys().forEach(step -> out().println("  " + step + "  " + steps.get(step)));
        }
        if (run.has("more")) {
            out().println("  and " + run.get("more") + " more");
        }
    }
}
