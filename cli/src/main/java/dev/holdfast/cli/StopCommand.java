package dev.holdfast.cli;

import dev.holdfast.cli.background.Hello;
import dev.holdfast.cli.background.Processes;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast stop}: ends the processes that serve the hosts of this user. */
@Command(
        name = "stop",
        description = "End the processes that serve the stdio hosts of this user. Calls that run are answered first;"
                + " then their hosts lose their server.")
final class StopCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print the result, or the failure, as one line of JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    StopCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<JsonObject> stopped = new Processes(surroundings.runFolder()).ask(Hello.STOP);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonObject.of("stopped", JsonArray.copyOf(stopped)));
        } else if (stopped.isEmpty()) {
            out.println("none runs");
        }
        for (JsonObject process : json ? List.<JsonObject>of() : stopped) {
            out.printf("pid %s stops; it served %s hosts%n", process.get("pid"), process.get("hosts"));
        }
        return ExitCode.DONE;
    }
}
