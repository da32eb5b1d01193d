package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.StoreCommand;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.cli.process.ProgressLine;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.webhook.WebhookSubscriptions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code holdfast webhooks}: tells of the subscriptions by webhook, and pauses or ends them. */
@Command(
        name = "webhooks",
        description = {
            "Tell of the subscriptions by webhook, of all principals, or change one. Servers go on meanwhile.",
            "  list           all of them (the default)",
            "  pause ID       deliver nothing; the place is kept",
            "  resume ID      deliver again, from that place on",
            "  remove ID      end it; its client is not told, and may subscribe again"
        })
final class WebhooksCommand extends StoreCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "VERB", hideParamSyntax = true, description = "As above.")
    private String verb = "list";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ID",
            hideParamSyntax = true,
            description = "Which subscription, sub_ and so on.")
    private @Nullable String id;

    WebhooksCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (!verb.matches("list|pause|resume|remove")) {
            throw CliFailure.invalid("VERB", "webhooks takes list, pause, resume or remove");
        }
        if (verb.equals("list") != (id == null)) {
            throw CliFailure.invalid("ID", "webhooks pause, resume and remove take the id of a subscription");
        }
        requireStore();
        return super.call();
    }

    @Override
    protected JsonObject carryOut(Holdfast holdfast, ProgressLine progress) {
        WebhookSubscriptions subscriptions = new WebhookSubscriptions(holdfast);
        String which = id;
        if (which == null) {
            List<JsonObject> rows =
                    subscriptions.all().stream().map(WebhooksCommand::json).toList();
            return JsonObject.of("webhooks", JsonArray.copyOf(rows));
        }
        boolean done = switch (verb) {
            case "pause" -> subscriptions.pause(which, true);
            case "resume" -> subscriptions.pause(which, false);
            default -> subscriptions.remove(which);
        };
        if (!done) {
            throw CliFailure.invalid("ID", "there is no subscription " + which);
        }
        return JsonObject.of("done", Json.of(verb), "id", Json.of(which));
    }

    private static JsonObject json(WebhookSubscriptions.Row row) {
        return JsonObject.builder()
                .put("id", row.id())
                .put("principal", row.principal())
                .put("type", row.type())
                .put("host", row.host())
                .put("until", row.until().toString())
                .put("status", row.paused() ? "paused" : row.suspended() ? "suspended" : "active")
                .putIfPresent("trouble", row.trouble())
                .build();
    }

    @Override
    protected void print(JsonObject result) {
        JsonArray rows = result.array("webhooks");
        if (rows == null) {
            out().println(result.string("done") + " " + result.string("id"));
            return;
        }
        for (Json each : rows) {
            JsonObject row = (JsonObject) each;
            String trouble = Objects.requireNonNullElse(row.string("trouble"), "");
            out().printf(
                            "%s  %-9s  %s  %s  %s  until %s  %s%n",
                            row.string("id"),
                            row.string("status"),
                            row.string("type"),
                            row.string("host"),
                            row.string("principal"),
                            row.string("until"),
                            trouble);
        }
        out().println(rows.size() + " subscriptions");
    }
}
