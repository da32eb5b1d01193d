package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.StoreFiles;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.moving.BackedUp;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast backup}: backs a store up while it is used. */
@Command(
        name = "backup",
        description = {
            "Back the store up while it is used: into a folder of its own, to which each further backup adds what is",
            "new, or with --file into one new file. The keys of an encrypted store are no part of it; --keys writes",
            "them alone, after the backup. Keep them apart from it. Exits with 1 if a state is damaged; all others",
            "are backed up."
        })
public final class BackupCommand extends StoreCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The folder of the backup.")
    private @Nullable String folder;

    @Option(names = "--file", paramLabel = "FILE", description = "Make one new file with all of it instead.")
    private @Nullable String file;

    @Option(names = "--keys", paramLabel = "FILE", description = "Make a new file with a copy of the keys.")
    private @Nullable String keys;

    /** For one run of the program. */
    public BackupCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (folder != null && file != null) {
            throw CliFailure.invalid("--file", "give a folder or --file, not both");
        } else if (folder == null && file == null && keys == null) {
            throw CliFailure.invalid("DIR", "say where to: a folder, --file FILE or --keys FILE");
        }
        String address = store().address(surroundings());
        if (!StoreFiles.of(address).isPresent()) {
            throw CliFailure.unavailable("there is no store at " + store().shownAddress(surroundings()));
        }
        return super.call();
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        JsonObject.Builder result = JsonObject.builder();
        if (folder != null) {
            BackedUp added = holdfast.moving().backUp(surroundings().path("DIR", folder), progress);
            result.put("segment", added.segment())
                    .put("states", added.states())
                    .put("events", added.events())
                    .put("erased", added.erased())
                    .put("bytes", added.bytes());
            DamageReport.put(result, added.damages());
        } else if (file != null) {
            Path path = surroundings().path("--file", file);
            Exported all = NewFile.write(
                    "--file",
                    path,
                    out -> holdfast.moving().export(new ExportSelection.All(), ExportContent.HISTORY, out, progress));
            result.put("states", all.states()).put("events", all.events()).put("bytes", all.bytes());
            DamageReport.put(result, all.damages());
        }
        if (keys != null) {
            Path path = surroundings().path("--keys", keys);
            long copied = NewFile.write("--keys", path, out -> holdfast.moving().copyKeys(out, progress));
            result.put("keys", copied);
        }
        return result.build();
    }

    @Override
    protected void print(JsonObject result) {
        DamageReport.print(result, out());
        if (Long.valueOf(0).equals(number(result, "segment"))) {
            out().println("nothing is new since the last backup");
        } else if (result.has("states")) {
            out().println(result.get("states") + " states, " + result.get("events") + " events, " + result.get("bytes")
                    + " bytes backed up");
        }
        if (result.has("keys")) {
            out().println(result.get("keys") + " keys copied");
        }
    }

    @Override
    protected int exitCode(JsonObject result) {
        return DamageReport.exitCode(result);
    }

    private static @Nullable Long number(JsonObject result, String member) {
        JsonNumber number = result.number(member);
        return number == null ? null : number.exactLong().orElseThrow();
    }
}
