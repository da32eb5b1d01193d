package dev.holdfast.cli;

import dev.holdfast.cli.background.Hello;
import dev.holdfast.cli.background.Processes;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code holdfast ps}: shows the processes that serve the hosts of this user. */
@Command(name = "ps", description = "Show the processes that serve the stdio hosts of this user, and their stores.")
final class PsCommand implements Callable<Integer> {
    private static final long MIB = 1 << 20;

    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print the result, or the failure, as one line of JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    PsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<JsonObject> processes = new Processes(surroundings.runFolder()).ask(Hello.PS);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonObject.of("processes", JsonArray.copyOf(processes)));
        } else if (processes.isEmpty()) {
            out.println("none; stdio starts one when it is needed");
        } else {
            processes.forEach(process -> print(process, out));
        }
        return ExitCode.DONE;
    }

    private static long heap(JsonObject process) {
        JsonNumber heap = process.number("heap");
        return heap == null ? 0 : heap.exactLong().orElse(0);
    }

    private static void print(JsonObject process, PrintWriter out) {
        boolean current = Boolean.TRUE.equals(process.bool("current"));
        out.printf(
                "pid %s  %s hosts  since %s  heap %d MiB  %s%s%n",
                process.get("pid"),
                process.get("hosts"),
                process.string("since"),
                heap(process) / MIB,
                process.string("build"),
                current ? "" : ", an older build: ends with its last host");
        for (Json each : Objects.requireNonNullElse(process.array("stores"), JsonArray.EMPTY)) {
            JsonObject store = (JsonObject) each;
            out.printf("  %s hosts  %s%n", store.get("hosts"), store.string("address"));
        }
    }
}
