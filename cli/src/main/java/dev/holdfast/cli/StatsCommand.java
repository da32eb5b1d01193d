package dev.holdfast.cli;

import dev.holdfast.cli.command.DamageReport;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.StoreFiles;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Statistics;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code holdfast stats}: how much a store holds, and its durability. */
@Command(name = "stats", description = "Count what the store holds, of all owners.")
final class StatsCommand extends StoreCommand {
    StatsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        Statistics counted = holdfast.count(progress);
        StoreInfo info = holdfast.store();
        List<JsonObject> largest =
                counted.largest().stream().map(StatsCommand::large).toList();
        JsonObject.Builder result = JsonObject.builder()
                .put("store", store().shownAddress(surroundings()))
                .put("states", counted.states())
                .put("names", counted.names())
                .put("internal", counted.internal())
                .put("revisions", counted.revisions())
                .put("document_bytes", counted.documentBytes())
                .putIfPresent(
                        "store_bytes",
                        StoreFiles.of(store().address(surroundings())).size())
                .put("durability", info.durability().name().toLowerCase(Locale.ROOT))
                .put("evidence", info.evidence())
                .put("format", info.format())
                .put("largest", JsonArray.copyOf(largest));
        return DamageReport.put(result, counted.damages()).build();
    }

    @Override
    protected int exitCode(JsonObject result) {
        return DamageReport.exitCode(result);
    }

    @Override
    protected void print(JsonObject result) {
        result.forEach((name, value) -> {
            if (!(value instanceof JsonArray)) {
                out().printf("%-15s %s%n", name, value instanceof JsonString text ? text.value() : value);
            }
        });
        for (Json element : Objects.requireNonNull(result.array("largest"))) {
            JsonObject large = (JsonObject) element;
            String name = large.string("name");
            out().printf(
                            "%-15s %s  %s bytes, revision %s  %s%n",
                            "large",
                            large.string("handle"),
                            large.get("bytes"),
                            large.get("revision"),
                            name == null ? "" : name);
        }
        DamageReport.print(result, out());
    }

    private static JsonObject large(Statistics.Large large) {
        return JsonObject.builder()
                .put("handle", large.state().value())
                .putIfPresent("name", large.header().name())
                .put("bytes", large.header().bytes())
                .put("revision", large.revision())
                .build();
    }
}
