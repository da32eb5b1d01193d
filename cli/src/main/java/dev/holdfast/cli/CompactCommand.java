package dev.holdfast.cli;

import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.StateTarget;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.custody.CompactedHistory;
import dev.holdfast.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast compact}: removes unwanted history at once. */
@Command(
        name = "compact",
        description = "Remove the history that the setting `keep` of a state does not retain; without TARGET, of all"
                + " states of the store. This also happens by itself while states are written to.")
final class CompactCommand extends StoreCommand {
    @Parameters(arity = "0..1", paramLabel = "TARGET", description = "A handle or @name. Default: every state.")
    private List<String> words = List.of();

    CompactCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        CompactedHistory compacted = words.isEmpty() ? holdfast.compact(progress) : one(holdfast);
        return DamageReport.put(JsonObject.builder().put("compacted", compacted.events()), compacted.damages())
                .build();
    }

    private CompactedHistory one(Holdfast holdfast) {
        State state =
                holdfast.as(store().principal()).state(StateTarget.only(words).handle());
        return new CompactedHistory(state.compact(), List.of());
    }

    @Override
    protected int exitCode(JsonObject result) {
        return DamageReport.exitCode(result);
    }

    @Override
    protected void print(JsonObject result) {
        DamageReport.print(result, out());
        out().println(result.get("compacted") + " events compacted");
    }
}
