package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.command.ToolCommand;
import dev.holdfast.cli.definition.DefinitionFile;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast machine}: shows or draws the machine of a state, or gives it one. */
@Command(name = "machine", description = "Show or draw the machine of a state, or give it one.")
final class MachineCommand extends ToolCommand {
    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "A handle or @name.")
    private List<String> words = List.of();

    @Option(names = "--diagram", description = "Print it as Mermaid text, with what is active marked.")
    private boolean diagram;

    @Option(
            names = "--define",
            paramLabel = "FILE",
            description = "Give the state this definition, in JSON or YAML; a @name that is free is opened with it.")
    private @Nullable Path definition;

    MachineCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Request request() {
        StateTarget target = StateTarget.only(words);
        if (diagram && definition != null) {
            throw CliFailure.invalid("--diagram", "--diagram shows a machine, --define sets one; give one of them");
        } else if (definition != null) {
            JsonObject machine = JsonObject.of("machine", DefinitionFile.read("--define", definition));
            String handle = target.handle();
            JsonObject opened = handle.startsWith("@") && !target.isDefault()
                    ? machine.with("name", Json.of(handle.substring(1)))
                    : machine.with("handle", Json.of(handle));
            return tools -> tools.call("state_open", opened);
        } else if (diagram) {
            return tools -> tools.diagram(target.handle());
        }
        JsonObject outline = JsonObject.of("handle", Json.of(target.handle()), "keys", Json.parse("[]"));
        return tools -> tools.call("state_read", outline);
    }

    @Override
    protected void print(JsonObject answer) {
        if (diagram) {
            out().println(Objects.requireNonNull(answer.string("diagram")).stripTrailing());
        } else {
            print(out(), answer.object("machine"));
        }
    }

    /** What is active, what is possible, and why the rest is not. */
    static void print(PrintWriter out, @Nullable JsonObject machine) {
        if (machine == null) {
            out.println("no machine");
            return;
        }
        out.println("active    " + machine.get("active"));
        if (machine.has("done")) {
            out.println("done" + (machine.has("output") ? "      " + machine.get("output") : ""));
            return;
        }
        out.println("possible  " + machine.get("possible"));
        JsonObject blocked = machine.object("blocked");
        if (blocked != null) {
            blocked.keys().forEach(event -> out.println("blocked   " + event + ": " + blocked.string(event)));
        }
        if (machine.has("next_at")) {
            out.println("next at   " + machine.string("next_at"));
        }
    }
}
