package dev.holdfast.server.console;

import dev.holdfast.engine.Figures;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Progress;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Statistics;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.StateScopes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code store_figures}: what the store holds, of all principals, and what this process did since it began. */
final class StoreFigures extends ConsoleTool {
    StoreFigures(Holdfast holdfast) {
        super(
                holdfast,
                "store_figures",
                "What the store holds, of all principals, and what this process did since it began.",
                "{\"type\":\"object\",\"properties\":{}}",
                Set.of(StateScopes.ADMIN));
    }

    @Override
    JsonObject answer(States states, JsonObject arguments) {
        Statistics counted = holdfast().count(Progress.NONE);
        StoreInfo store = holdfast().store();
        Figures work = holdfast().figures();
        return JsonObject.builder()
                .put("state_type", store.stateType())
                .put("durability", store.durability().name().toLowerCase(Locale.ROOT))
                .put("evidence", store.evidence())
                .put("format", store.format())
                .put("states", counted.states())
                .put("names", counted.names())
                .put("internal", counted.internal())
                .put("revisions", counted.revisions())
                .put("document_bytes", counted.documentBytes())
                .put("process", process(work))
                .put("commands", counts(work.commands()))
                .put("largest", largest(counted.largest()))
                .build();
    }

    private static JsonObject process(Figures work) {
        return JsonObject.builder()
                .put("event_bytes", work.eventBytes())
                .put("groups", work.groups())
                .put("waiting", work.waiting())
                .put("listeners", work.listeners())
                .put("cached_states", work.cache().states())
                .put("cached_bytes", work.cache().bytes())
                .put("cache_hits", work.cache().hits())
                .put("cache_misses", work.cache().misses())
                .build();
    }

    private static JsonObject counts(Map<String, Long> commands) {
        JsonObject.Builder counts = JsonObject.builder();
        commands.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts.build();
    }

    private static JsonArray largest(List<Statistics.Large> states) {
        return JsonArray.copyOf(states.stream().map(StoreFigures::large).toList());
    }

    private static Json large(Statistics.Large large) {
        return JsonObject.builder()
                .put("handle", large.state().value())
                .putIfPresent("name", large.header().name())
                .put("bytes", large.header().bytes())
                .put("revision", large.revision())
                .build();
    }
}
