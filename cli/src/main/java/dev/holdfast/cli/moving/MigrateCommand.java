package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.EncryptionOptions;
import dev.holdfast.cli.command.ExitCode;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.StoreOptions;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.local.VaultFile;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.engine.moving.Migrated;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.MasterKey;
import dev.holdfast.engine.spi.StoreAddress;
import dev.holdfast.engine.spi.StoreFinding;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast migrate}: moves a store to another one. */
@Command(
        name = "migrate",
        description = {
            "Move the store to another one, with its whole history, while it is used. At the end it takes no changes",
            "for a moment: what is left is copied, and both are compared. From then on this one can be read, and",
            "refuses changes with the new address. If it is interrupted, give the same command again: it goes on",
            "where it was. Exits with 1, and gives nothing up, if a state is damaged."
        })
public final class MigrateCommand extends StoreCommand {
    private static final String TO = "--to";
    private static final String TO_KEY = "--to-master-key";
    private static final String TO_VAULT = "--to-vault";

    @Option(
            names = TO,
            paramLabel = "ADDRESS",
            description = "Where to: a store that is not there yet, or has no states.")
    private @Nullable String to;

    @Option(
            names = TO_KEY,
            paramLabel = "FILE|env:NAME",
            description = "What opens the vault of the other store, if this one is encrypted. Default: --master-key.")
    private @Nullable String toKey;

    @Option(
            names = TO_VAULT,
            paramLabel = "FILE",
            description = "Where the keys of the other store are. Default: beside it, under its name and -vault.")
    private @Nullable String toVault;

    @Option(names = "--dry-run", description = "Read all of this store, look at the other one, and change neither.")
    private boolean dryRun;

    @Option(names = "--cancel", description = "End a migration that was interrupted: this store is used on as before.")
    private boolean cancel;

    /** For one run of the program. */
    public MigrateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (cancel == (to != null) || (cancel && dryRun)) {
            throw CliFailure.invalid(TO, "say where to (--to ADDRESS), or --cancel");
        } else if ((toKey != null || toVault != null) && store().masterKey() == null) {
            throw CliFailure.invalid(
                    toKey == null ? TO_VAULT : TO_KEY, "keys move only with a store that is encrypted (--master-key)");
        }
        requireShared(store().address(surroundings()));
        requireShared(address());
        requireStore();
        return super.call();
    }

    private static void requireShared(String address) {
        if (address.startsWith("memory:")) {
            throw CliFailure.invalid(TO, "what is in memory is there for one process only, and cannot be moved");
        }
    }

    /** The address of the other store; empty if none was given. */
    private String address() {
        return to == null ? "" : StoreOptions.address(to, surroundings());
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        if (cancel) {
            return JsonObject.of("cancelled", Json.of(holdfast.moving().cancelMigration()));
        } else if (dryRun) {
            return survey(holdfast, progress);
        }
        String address = address();
        Migrated told = target(address)
                .migrateFrom(
                        holdfast,
                        master(store().masterKey(), "--master-key"),
                        step -> progress.tell(step.stage().word() + ": " + step.states() + " states, " + step.events()
                                + " events, " + step.bytes() + " bytes copied"));
        JsonObject.Builder result = JsonObject.builder()
                .put("moved", told.done())
                .put("to", StoreAddress.shown(address))
                .put("states", told.states())
                .put("events", told.events())
                .put("bytes", told.bytes())
                .put("erased", told.erased())
                .put("stopped_ms", told.stopped().toMillis());
        return DamageReport.put(result, told.damages()).build();
    }

    private JsonObject survey(Holdfast holdfast, ProgressLine progress) {
        Exported all = holdfast.moving()
                .export(new ExportSelection.All(), ExportContent.HISTORY, OutputStream.nullOutputStream(), progress);
        Examination target = examined(address());
        JsonObject.Builder result = JsonObject.builder()
                .put("moved", false)
                .put("to", StoreAddress.shown(address()))
                .put("usable", target.isUsable())
                .put("states", all.states())
                .put("events", all.events())
                .put("bytes", all.bytes())
                .put(
                        "findings",
                        JsonArray.copyOf(target.findings().stream()
                                .map(MigrateCommand::json)
                                .toList()));
        return DamageReport.put(result, all.damages()).build();
    }

    private static Examination examined(String address) {
        try {
            return Holdfast.examine(address);
        } catch (StoreUnavailableException e) {
            StoreFinding failed =
                    new StoreFinding("store", StoreFinding.Level.FAIL, String.valueOf(e.getMessage()), "");
            return new Examination(false, List.of(failed));
        }
    }

    private static JsonObject json(StoreFinding finding) {
        return JsonObject.builder()
                .put("check", finding.check())
                .put("status", finding.level().name().toLowerCase(Locale.ROOT))
                .put("found", finding.found())
                .put("advice", finding.advice())
                .build();
    }

    private Holdfast.Builder target(String address) {
        MasterKey key = master(toKey == null ? store().masterKey() : toKey, TO_KEY);
        try {
            Holdfast.Builder builder = Holdfast.on(address);
            if (key == null) {
                return builder;
            }
            return toVault == null
                    ? builder.encrypted(key)
                    : builder.encrypted(key, VaultFile.open(surroundings().path(TO_VAULT, toVault)));
        } catch (StoreUnavailableException e) {
            throw CliFailure.unavailable(
                    "--to " + StoreAddress.shown(address) + " cannot be opened: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw CliFailure.invalid(TO, "--to " + StoreAddress.shown(address) + ": " + e.getMessage());
        }
    }

    private @Nullable MasterKey master(@Nullable String given, String option) {
        try {
            return given == null
                    ? null
                    : EncryptionOptions.masterKey(
                            given,
                            text -> surroundings().path(option, text),
                            surroundings().variables());
        } catch (IllegalArgumentException | IOException e) {
            throw CliFailure.invalid(option, option + ": " + e.getMessage());
        }
    }

    @Override
    protected void print(JsonObject result) {
        if (cancel) {
            out().println(
                            Boolean.TRUE.equals(result.bool("cancelled"))
                                    ? "the migration is ended; the store is used on as before"
                                    : "the store is not being moved");
            return;
        }
        DamageReport.print(result, out());
        if (dryRun) {
            printSurvey(result);
        } else if (Boolean.TRUE.equals(result.bool("moved"))) {
            out().println("moved to " + result.string("to") + ": " + result.get("states") + " states; "
                    + result.get("events") + " events, " + result.get("bytes") + " bytes copied this time");
            out().println("the store took no changes for " + result.get("stopped_ms")
                    + " ms; from now on it is changed there alone");
        } else {
            out().println("not moved: these states cannot be moved as they are. The store is used on as before;"
                    + " holdfast migrate --cancel ends the migration");
        }
    }

    private void printSurvey(JsonObject result) {
        JsonArray findings = result.array("findings");
        for (Json element : findings == null ? JsonArray.EMPTY : findings) {
            JsonObject finding = (JsonObject) element;
            out().printf(
                            "%-5s %-11s %s%s%n",
                            finding.string("status"),
                            finding.string("check"),
                            finding.string("found"),
                            "".equals(finding.string("advice")) ? "" : "; " + finding.string("advice"));
        }
        out().println(result.get("states") + " states, " + result.get("events") + " events, " + result.get("bytes")
                + " bytes would be moved to " + result.string("to"));
    }

    @Override
    protected int exitCode(JsonObject result) {
        return Boolean.FALSE.equals(result.bool("usable")) ? ExitCode.FAULT : DamageReport.exitCode(result);
    }
}
