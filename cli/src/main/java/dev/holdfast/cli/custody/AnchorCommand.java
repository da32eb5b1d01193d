package dev.holdfast.cli.custody;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.custody.Anchored;
import dev.holdfast.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast anchor}: writes down where every state stands, to be kept apart from the store. */
@Command(
        name = "anchor",
        description = {
            "Write the newest revision and hash of every state into FILE, and with --audit those of the audit log."
                    + " Keep",
            "it apart from the store: `holdfast verify --anchor FILE` then shows what was cut off, replaced or put"
                    + " back",
            "since."
        })
public final class AnchorCommand extends StoreCommand {
    private static final String SIGN = "--sign";

    @Parameters(arity = "1", paramLabel = "FILE", description = "Where to write it. A file that is there is replaced.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = SIGN,
            paramLabel = "KEY",
            description = "Sign it with the Ed25519 key in this PEM file (openssl genpkey -algorithm ed25519).")
    private @Nullable Path sign;

    /** For one run of the program. */
    public AnchorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        requireStore();
        return super.call();
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        PrivateKey key = sign == null ? null : SigningKeys.toSign(SIGN, sign);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Anchored anchored;
            try (BufferedWriter writer = Files.newBufferedWriter(part)) {
                anchored = holdfast.anchor(writer, key, progress);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            JsonObject.Builder result = JsonObject.builder()
                    .put("file", file.toString())
                    .put("states", anchored.states())
                    .put("signed", key != null);
            return DamageReport.put(result, anchored.damages()).build();
        } catch (IOException e) {
            throw CliFailure.unavailable(file + " cannot be written: " + e.getMessage());
        }
    }

    @Override
    protected int exitCode(JsonObject result) {
        return DamageReport.exitCode(result);
    }

    @Override
    protected void print(JsonObject result) {
        DamageReport.print(result, out());
        out().println(result.string("file") + " names " + result.get("states") + " states");
    }
}
