package dev.holdfast.cli.custody;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.EncryptionOptions;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.custody.SealedHistory;
import dev.holdfast.engine.custody.Vault;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast keys}: tells of the keys of an encrypted store, and changes them. */
@Command(
        name = "keys",
        description = {
            "Tell of the keys of an encrypted store, or change them. Programs that use the store go on meanwhile.",
            "  status         which vault has the keys, and which master key opens it (the default)",
            "  change         let the key of --new-master-key open the vault, and the present one no more",
            "  renew          give every state a new data key, when it is next written to",
            "  seal           fold what was stored before the store was encrypted into sealed bases;",
            "                 its history, revision by revision, is gone then"
        })
public final class KeysCommand extends StoreCommand {
    private static final String NEW = "--new-master-key";

    @Parameters(arity = "0..1", paramLabel = "VERB", hideParamSyntax = true, description = "What to do, as above.")
    private String verb = "status";

    @Option(names = NEW, paramLabel = "FILE|env:NAME", description = "change: the master key from now on.")
    private @Nullable String next;

    /** For one run of the program. */
    public KeysCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (!verb.matches("status|change|renew|seal")) {
            throw CliFailure.invalid("VERB", "keys takes status, change, renew or seal");
        } else if (verb.equals("change") == (next == null)) {
            throw CliFailure.invalid(NEW, "keys change takes " + NEW + ", and no other verb does");
        }
        return super.call();
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        if (holdfast.keys().vault().isEmpty()) {
            throw CliFailure.invalid("--master-key", "the store is not encrypted; give --master-key to encrypt it");
        }
        JsonObject.Builder result = JsonObject.builder();
        switch (verb) {
            case "change" -> holdfast.keys().changeMasterKey(next());
            case "renew" -> holdfast.keys().renew();
            case "seal" -> {
                SealedHistory sealed = holdfast.keys().sealHistory(progress);
                result.put("sealed_states", sealed.states())
                        .put("folded_revisions", sealed.revisions())
                        .put("left", sealed.left());
                DamageReport.put(result, sealed.damages());
            }
            default -> {}
        }
        Vault vault = holdfast.keys().vault().orElseThrow();
        return result.put("vault", vault.id())
                .put("master_key", vault.masterKey())
                .put("renewed", vault.generation())
                .build();
    }

    private MasterKey next() {
        if (next == null) {
            throw new IllegalStateException("checked before");
        }
        try {
            return EncryptionOptions.masterKey(
                    next, text -> surroundings().path(NEW, text), surroundings().variables());
        } catch (IllegalArgumentException | IOException e) {
            throw CliFailure.invalid(NEW, NEW + ": " + e.getMessage());
        }
    }

    @Override
    protected int exitCode(JsonObject result) {
        return DamageReport.exitCode(result);
    }

    @Override
    protected void print(JsonObject result) {
        DamageReport.print(result, out());
        if (result.has("sealed_states")) {
            out().println("sealed " + result.get("sealed_states") + " states, folding " + result.get("folded_revisions")
                    + " revisions; " + result.get("left") + " ended states keep theirs until they are removed");
        }
        out().println("vault " + result.string("vault") + ", opened by the master key " + result.string("master_key")
                + "; data keys were renewed " + result.get("renewed") + " times");
    }
}
