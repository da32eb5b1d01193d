package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.StoreOptions;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.Screen;
import dev.holdfast.cli.process.StopSignal;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Subscription;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.server.LocalTools;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast watch}: what happens to a state, as it happens, by any process. */
@Command(
        name = "watch",
        description = "Print a state's events as they happen, until the state is erased or the program is stopped.")
final class WatchCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "A handle or @name.")
    private List<String> words = List.of();

    @Option(
            names = "--from",
            paramLabel = "REVISION",
            description = "Begin with this event, if it is kept. Default: the next one to come.")
    private @Nullable Long from;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Print only events that changed this key; may be given several times.")
    private Set<String> keys = new HashSet<>();

    @Option(names = "--max", paramLabel = "N", description = "Stop after N events. Default: do not.")
    private @Nullable Long max;

    @Option(names = "--json", description = "Print each event as a line of JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private long printed;
    private Screen screen = Screen.NONE;

    WatchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    @SuppressWarnings("try") // the subscription is only held open
    public Integer call() throws InterruptedException {
        String target = StateTarget.only(words).handle();
        CliFailure.requireAtLeastOne("--from", from);
        CliFailure.requireAtLeastOne("--max", max);
        screen = surroundings.screen();
        try (StopSignal stop = new StopSignal();
                Holdfast holdfast = store.open(surroundings);
                Subscription told = LocalTools.of(holdfast, store.principal())
                        .watch(target, from, event -> show(event, stop), failure -> gone(failure, stop))) {
            stop.await();
        }
        return ExitCode.DONE;
    }

    /** Ends when enough events were printed, when the state is erased, or when the output is closed. */
    private void show(JsonObject event, StopSignal stop) {
        PrintWriter out = spec.commandLine().getOut();
        if (!isEnough() && isWanted(event)) {
            printed++;
            if (json) {
                out.println(event);
            } else {
                out.println(EventLine.of(event, screen));
                out.flush();
            }
        }
        if (isEnough() || isLast(event) || out.checkError()) {
            stop.ask();
        }
    }

    private boolean isEnough() {
        return max != null && printed >= max;
    }

    private boolean isWanted(JsonObject event) {
        JsonArray changed = Objects.requireNonNull(event.array("keys"));
        return keys.isEmpty() || changed.stream().anyMatch(key -> keys.contains(((JsonString) key).value()));
    }

    private static boolean isLast(JsonObject event) {
        return EventType.ERASED.wire().equals(event.string("type"));
    }

    private void gone(Failure failure, StopSignal stop) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("holdfast: " + failure.code().wire() + ": " + failure.hint());
        if (failure.code() == Failure.Code.NOT_FOUND) {
            stop.ask();
        }
    }
}
