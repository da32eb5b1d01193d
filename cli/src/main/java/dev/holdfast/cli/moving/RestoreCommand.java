package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.EncryptionOptions;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreOptions;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.moving.Restored;
import dev.holdfast.engine.spi.StoreAddress;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast restore}: makes a store of a backup. */
@Command(
        name = "restore",
        description = {
            "Make a store of a backup, each state as it was at a time. All of the backup is checked first. The store",
            "must be a new one; if this is interrupted, give the same command again. Until it is done the store",
            "cannot be used."
        })
public final class RestoreCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "BACKUP", description = "The folder or file of the backup.")
    @SuppressWarnings("NullAway.Init")
    private String backup;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ADDRESS",
            description = "The store to make: sqlite:PATH or file:DIR.")
    @SuppressWarnings("NullAway.Init")
    private String to;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "As it was then, such as 2026-11-30T18:00:00Z. Default: the newest there is.")
    private @Nullable String at;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "Of an encrypted store: the copy of its keys, which --master-key opens.")
    private @Nullable String keys;

    @Mixin
    private EncryptionOptions encryption = new EncryptionOptions();

    @Option(names = "--json", description = "Print the result, or the failure, as one line of JSON.")
    private boolean json;

    @Option(names = "--progress", description = "Show progress even if standard error is not a terminal.")
    private boolean progress;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** For one run of the program. */
    public RestoreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Instant time = time();
        Path from = surroundings.path("BACKUP", backup);
        Path copy = keys == null ? null : surroundings.path("--keys", keys);
        boolean shown = progress || (!json && surroundings.terminal());
        try (ProgressLine line = new ProgressLine(spec.commandLine().getErr(), shown)) {
            Restored restored = builder().restore(from, copy, time, line);
            show(restored);
            return restored.damaged().isEmpty() ? ExitCode.DONE : ExitCode.FAULT;
        }
    }

    private Instant time() {
        try {
            return at == null ? Instant.MAX : Instant.parse(at);
        } catch (DateTimeException e) {
            throw CliFailure.invalid("--at", "--at takes a time such as 2026-11-30T18:00:00Z");
        }
    }

    private Holdfast.Builder builder() {
        String address = StoreOptions.address(to, surroundings);
        try {
            return encryption.on(
                    text -> surroundings.path("--vault", text), surroundings.variables(), () -> Holdfast.on(address));
        } catch (StoreUnavailableException | IOException e) {
            throw CliFailure.unavailable(
                    "--to " + StoreAddress.shown(address) + " cannot be opened: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw CliFailure.invalid("--to", "--to " + StoreAddress.shown(address) + ": " + e.getMessage());
        }
    }

    private void show(Restored restored) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonObject.builder()
                    .put("states", restored.states())
                    .put("events", restored.events())
                    .put("erased", restored.erased())
                    .put("keyless", restored.keyless())
                    .put(
                            "damaged",
                            JsonArray.copyOf(restored.damaged().stream()
                                    .sorted()
                                    .map(state -> Json.of(state.value()))
                                    .toList()))
                    .put("restored_at", restored.at().toString())
                    .build());
            return;
        }
        restored.damaged().stream()
                .sorted()
                .forEach(state -> out.println(
                        state + " was damaged when it was backed up, and is as an earlier backup has it, or missing"));
        out.println(restored.states() + " states restored, " + restored.events() + " events added; left out: "
                + restored.erased() + " erased, " + restored.keyless() + " without a key");
    }
}
