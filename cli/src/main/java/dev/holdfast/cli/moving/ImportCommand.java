package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.EncryptionOptions;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast import}: brings the states of an exported file into a store. */
@Command(
        name = "import",
        description = {
            "Bring the states of an exported file into the store. Every event becomes what it was; of values, new",
            "states are made. Nothing is overwritten: what is there already stays, and is continued if it has the",
            "same history, so an import that was interrupted is carried out again. Exits with 3 if states were left.",
            "With --from, bring what another program kept: lines of the reference memory server, the database of",
            "mcp-memory-keeper, or JSON. One state is made of it; given again, only what is missing is added."
        })
public final class ImportCommand extends StoreCommand {
    private static final String KEYS = "--keys";
    private static final String FROM = "--from";
    private static final String INTO = "--into";
    private static final String MASTER = "--keys-master-key";

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "An exported file. It is read twice.")
    private @Nullable String file;

    @Option(names = FROM, paramLabel = "FILE", description = "A file of another program instead.")
    private @Nullable String from;

    @Option(names = INTO, paramLabel = "NAME", description = "--from: the name of the state. Default: by the file.")
    private @Nullable String into;

    @Option(names = "--partial", description = "Take a file that was cut short up to its last whole state.")
    private boolean partial;

    @Option(
            names = "--plain",
            description = "Store history that is in clear in an encrypted store, where it stays in clear.")
    private boolean plain;

    @Option(
            names = KEYS,
            paramLabel = "COPY",
            description = "Of an encrypted store: the copy of its keys, which are taken into the vault of this one.")
    private @Nullable String keys;

    @Option(
            names = MASTER,
            paramLabel = "FILE|env:NAME",
            description = "What opens the copy of the keys. Default: the master key of this store.")
    private @Nullable String master;

    /** For one run of the program. */
    public ImportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        if (from != null) {
            ForeignMemory memory = ForeignMemory.read(surroundings().path(FROM, from));
            return Arrival.of(memory, holdfast.as(store().principal()), into == null ? memory.name() : into);
        }
        Path exported = surroundings().path("FILE", Objects.requireNonNull(file));
        return ImportSummary.of(
                keys == null
                        ? holdfast.moving().importFrom(exported, partial, plain, progress)
                        : holdfast.moving()
                                .importSealed(exported, partial, surroundings().path(KEYS, keys), master(), progress));
    }

    @Override
    public Integer call() {
        if ((file == null) == (from == null)) {
            throw CliFailure.invalid("FILE", "give an exported file, or " + FROM + " and a file of another program");
        } else if (from == null && into != null) {
            throw CliFailure.invalid(INTO, INTO + " needs " + FROM);
        } else if (from != null && (partial || plain || keys != null || master != null)) {
            throw CliFailure.invalid(FROM, FROM + " takes no option but " + INTO);
        } else if (keys == null && master != null) {
            throw CliFailure.invalid(MASTER, MASTER + " needs " + KEYS);
        }
        return super.call();
    }

    private MasterKey master() {
        String given = master == null ? store().masterKey() : master;
        if (given == null) {
            throw CliFailure.invalid(MASTER, "the keys are for a store that is encrypted: give --master-key");
        }
        try {
            return EncryptionOptions.masterKey(
                    given,
                    text -> surroundings().path(MASTER, text),
                    surroundings().variables());
        } catch (IllegalArgumentException | IOException e) {
            throw CliFailure.invalid(MASTER, MASTER + ": " + e.getMessage());
        }
    }

    @Override
    protected void print(JsonObject result) {
        if (from != null) {
            Arrival.print(result, out());
        } else {
            ImportSummary.print(result, out());
        }
    }

    @Override
    protected int exitCode(JsonObject result) {
        return from == null ? ImportSummary.exitCode(result) : ExitCode.DONE;
    }
}
