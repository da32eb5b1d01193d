package dev.holdfast.server;

import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.server.answer.StateAnswer;
import java.util.List;
import java.util.Locale;

/** {@code state_list}: the caller's open states, a page at a time. */
final class ListTool implements StateTool {
    private static final int PAGE = 50;
    private static final ToolSpec SPEC = ToolSpec.of(
            "state_list",
            "List your open states, not those closed or expired; finds a lost handle.",
            """
            {"type":"object","properties":{
              "name_prefix":{"type":"string"},
              "labels":{"type":"object","additionalProperties":{"type":"string"}},
              "lifetime":{"type":"string","enum":["session","persistent"]},
              "where":{"type":"string","description":"CEL over self, the document"},
              "cursor":{"type":"string"}}}\
            """,
            """
            {"type":"object","properties":{
              "states":{"type":"array","items":{"type":"object","properties":{
                "handle":{"type":"string"},
                "name":{"type":"string"},
                "owner":{"type":"string"},
                "labels":{"type":"object"},
                "lifetime":{"type":"string"},
                "revision":{"type":"integer"},
                "bytes":{"type":"integer"},
                "updated_at":{"type":"string"},
                "expires_at":{"type":["string","null"]}},
               "required":["handle","lifetime","revision","bytes","updated_at","expires_at"]}},
              "cursor":{"type":"string"},
              "op":{"type":"string"}},
             "required":["states","op"]}\
            """,
            ToolSpec.reading());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public JsonObject answer(StateCall call) {
        Arguments arguments = call.arguments();
        Listing listing = call.states()
                .list(new ListQuery(
                        arguments.optionalString("name_prefix"),
                        arguments.stringMap("labels"),
                        OpenTool.lifetime(arguments.optionalString("lifetime")),
                        arguments.optionalString("cursor"),
                        PAGE,
                        arguments.optionalString("where")));
        List<Json> states = listing.states().stream()
                .map(summary -> entry(summary, call.principal()))
                .toList();
        return call.answer()
                .put("states", JsonArray.copyOf(states))
                .putIfPresent("cursor", listing.next())
                .withOp();
    }

    /** An entry; it names the owner if that is another principal. */
    private static Json entry(Listing.Summary summary, Principal principal) {
        boolean own = summary.owner().equals(principal.id());
        JsonObject.Builder labels = JsonObject.builder();
        summary.labels().forEach(labels::put);
        JsonObject.Builder entry = JsonObject.builder()
                .put("handle", summary.handle().value())
                .putIfPresent("name", summary.name() == null ? null : new JsonString(summary.name()))
                .putIfPresent("owner", own ? null : new JsonString(summary.owner()))
                .putIfPresent("labels", summary.labels().isEmpty() ? null : labels.build())
                .put("lifetime", summary.lifetime().name().toLowerCase(Locale.ROOT))
                .put("revision", summary.revision())
                .put("bytes", summary.bytes())
                .put("updated_at", summary.updatedAt().toString());
        return StateAnswer.expiring(entry, summary.expiresAt()).build();
    }
}
