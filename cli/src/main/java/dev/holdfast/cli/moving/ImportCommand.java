package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast import}: brings the states of an exported file into a store. */
@Command(
        name = "import",
        description = {
            "Bring the states of an exported file into the store. Every event becomes what it was; of values, new",
            "states are made. Nothing is overwritten: what is there already stays, and is continued if it has the",
            "same history, so an import that was interrupted is carried out again. Exits with 3 if states were left."
        })
public final class ImportCommand extends StoreCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "An exported file. It is read twice.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(names = "--partial", description = "Take a file that was cut short up to its last whole state.")
    private boolean partial;

    @Option(
            names = "--plain",
            description = "Store history that is in clear in an encrypted store, where it stays in clear.")
    private boolean plain;

    /** For one run of the program. */
    public ImportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        return ImportSummary.of(
                holdfast.moving().importFrom(surroundings().path("FILE", file), partial, plain, progress));
    }

    @Override
    protected void print(JsonObject result) {
        ImportSummary.print(result, out());
    }

    @Override
    protected int exitCode(JsonObject result) {
        return ImportSummary.exitCode(result);
    }
}
