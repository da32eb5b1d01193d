package dev.holdfast.cli.moving;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.moving.ExportContent;
import dev.holdfast.engine.moving.ExportSelection;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast export}: writes states to a file. */
@Command(
        name = "export",
        description = {
            "Write states to a new file, in JSON Lines: the whole history of each, name included, as it is stored.",
            "Without TARGET and --prefix, everything in the store. What an encrypted store has leaves it sealed;",
            "in clear only with --plain. The store may be used meanwhile."
        })
public final class ExportCommand extends StoreCommand {
    private static final String TO_OUTPUT = "-";

    @Parameters(index = "0", paramLabel = "FILE", description = "The file to make; - for standard output.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "TARGET", description = "A handle or @name.")
    private List<String> targets = List.of();

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Only the states of the namespace whose names begin with it.")
    private @Nullable String prefix;

    @Option(names = "--values", description = "Only what the open states are now: document, labels, schema, rules.")
    private boolean values;

    @Option(
            names = "--plain",
            description =
                    "Of an encrypted store, write in clear. A history in clear is to be read, not to be imported.")
    private boolean plain;

    /** For one run of the program. */
    public ExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (prefix != null && !targets.isEmpty()) {
            throw CliFailure.invalid("--prefix", "give targets or --prefix, not both");
        }
        return super.call();
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        ExportContent content = content(holdfast.keys().vault().isPresent());
        Exported exported = file.equals(TO_OUTPUT)
                ? exported(holdfast, content, surroundings().out(), progress)
                : NewFile.write(
                        "FILE", surroundings().path("FILE", file), out -> exported(holdfast, content, out, progress));
        JsonObject.Builder result = JsonObject.builder()
                .put("states", exported.states())
                .put("events", exported.events())
                .put("bytes", exported.bytes())
                .put("content", content.wire());
        return DamageReport.put(result, exported.damages()).build();
    }

    private Exported exported(Holdfast holdfast, ExportContent content, OutputStream out, ProgressLine progress) {
        return holdfast.moving().export(selection(holdfast), content, out, progress);
    }

    private ExportContent content(boolean encrypted) {
        if (values && encrypted && !plain) {
            throw CliFailure.invalid("--values", "the store is encrypted, and values are in clear: add --plain");
        } else if (values) {
            return ExportContent.VALUES;
        }
        return encrypted && plain ? ExportContent.OPENED : ExportContent.HISTORY;
    }

    private ExportSelection selection(Holdfast holdfast) {
        if (prefix != null) {
            return new ExportSelection.Of(store().principal(), prefix);
        } else if (targets.isEmpty()) {
            return new ExportSelection.All();
        }
        Set<StateId> handles = new LinkedHashSet<>();
        for (String target : targets) {
            handles.add(holdfast.as(store().principal()).state(target).handle());
        }
        return new ExportSelection.Only(handles);
    }

    /** With the export on standard output, the summary has no place there; the export itself names what is damaged. */
    @Override
    protected int report(JsonObject result) {
        return file.equals(TO_OUTPUT) ? exitCode(result) : super.report(result);
    }

    @Override
    protected int exitCode(JsonObject result) {
        return DamageReport.exitCode(result);
    }

    @Override
    protected void print(JsonObject result) {
        DamageReport.print(result, out());
        out().println(result.get("states") + " states, " + result.get("events") + " events, " + result.get("bytes")
                + " bytes written");
    }
}
