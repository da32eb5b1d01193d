package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.cli.background.BoundedLog;
import dev.holdfast.cli.background.Door;
import dev.holdfast.cli.background.HeapCare;
import dev.holdfast.cli.background.RunFolder;
import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.StopSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast background}: the process that serves all hosts of a user; the shim starts it when it is missing. */
@Command(
        name = "background",
        description = "Serve all stdio hosts of this user from one process. Started by stdio when it is needed.")
final class BackgroundCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--folder", paramLabel = "DIR", required = true, description = "Where hosts find this process.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--build", paramLabel = "DIR", description = "The build that it is of; ends when another is newer.")
    private @Nullable Path build;

    @Option(
            names = "--linger",
            paramLabel = "SECONDS",
            description = "How long it stays after the last host has left. Default: 300.")
    private int linger = 300;

    BackgroundCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (linger < 0) {
            throw CliFailure.invalid("--linger", "--linger is 0 or more seconds, but is " + linger);
        }
        try (StopSignal stop = new StopSignal()) {
            Optional<RunFolder> claimed = RunFolder.claim(folder);
            if (claimed.isPresent()) {
                try (RunFolder own = claimed.get()) {
                    serve(own, stop);
                }
            }
        }
        return ExitCode.DONE;
    }

    private void serve(RunFolder own, StopSignal stop) throws IOException, InterruptedException {
        String name = build == null ? ProductVersion.text() : String.valueOf(build.getFileName());
        Hosts hosts = new Hosts(surroundings.home(), name, this::isCurrent);
        Thread.ofPlatform().daemon().name("holdfast-asked-to-stop").start(() -> stopWhenAsked(stop, hosts));
        HeapCare.begin();
        PrintStream before = System.err;
        try (PrintStream log = new PrintStream(BoundedLog.open(RunFolder.log(own.path())), true, UTF_8);
                Door door = Door.open(own.path(), hosts)) {
            System.setErr(log);
            hosts.awaitEnd(Duration.ofSeconds(linger), own::isThere);
            door.shut();
            hosts.dismiss();
        } finally {
            System.setErr(before);
        }
    }

    private static void stopWhenAsked(StopSignal stop, Hosts hosts) {
        try {
            stop.await();
            hosts.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The launcher names the newest build in a file beside all builds. */
    private boolean isCurrent() {
        if (build == null) {
            return true;
        }
        try {
            String newest = Files.readString(build.resolveSibling("current")).strip();
            return newest.equals(String.valueOf(build.getFileName()));
        } catch (IOException e) {
            return true; // it is being replaced
        }
    }
}
