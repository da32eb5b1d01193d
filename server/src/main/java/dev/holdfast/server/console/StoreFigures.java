package dev.holdfast.server.console;

import dev.holdfast.engine.Figures;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Statistics;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.StateScopes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code store_figures}: what the store holds, of all principals, and what this process did since it began. Counting
 * goes over all states, so it is done in the background, and an answer has what the last count found.
 */
final class StoreFigures extends ConsoleTool {
    private static final int MOST_COUNTS = 100;

    private final Survey<Statistics> survey;
    private final Deque<JsonObject> growth = new ArrayDeque<>();
    private @Nullable Instant newest;

    StoreFigures(Holdfast holdfast, Survey<Statistics> survey) {
        super(
                holdfast,
                "store_figures",
                "What the store holds, of all principals, and what this process did since it began. With `count` it is"
                        + " counted anew, unless it is being counted.",
                """
                {"type":"object","properties":{"count":{"type":"boolean"}}}\
                """,
                Set.of(StateScopes.ADMIN));
        this.survey = survey;
    }

    @Override
    JsonObject answer(States states, JsonObject arguments) {
        if (Boolean.TRUE.equals(arguments.bool("count"))) {
            survey.begin();
        } else {
            survey.beginOnce();
        }
        StoreInfo store = holdfast().store();
        Figures work = holdfast().figures();
        Survey.Standing<Statistics> now = survey.standing();
        JsonObject.Builder answer = JsonObject.builder()
                .put("state_type", store.stateType())
                .put("durability", store.durability().name().toLowerCase(Locale.ROOT))
                .put("evidence", store.evidence())
                .put("format", store.format())
                .put("process", process(work))
                .put("commands", counts(work.commands()))
                .put("count", now.facts().build());
        Survey.Found<Statistics> found = now.found();
        if (found != null) {
            answer.put("counted", counted(found.what()))
                    .put("largest", largest(found.what()))
                    .put("growth", growth(found));
        }
        return answer.build();
    }

    private static JsonObject counted(Statistics counted) {
        return JsonObject.builder()
                .put("states", counted.states())
                .put("names", counted.names())
                .put("internal", counted.internal())
                .put("revisions", counted.revisions())
                .put("document_bytes", counted.documentBytes())
                .put("damaged", counted.damages().size())
                .build();
    }

    /** What the latest counts found, oldest first, each once. */
    private JsonArray growth(Survey.Found<Statistics> found) {
        synchronized (growth) {
            if (!found.at().equals(newest)) {
                newest = found.at();
                growth.addLast(
                        counted(found.what()).with("at", Json.of(found.at().toString())));
                if (growth.size() > MOST_COUNTS) {
                    growth.removeFirst();
                }
            }
            return JsonArray.copyOf(growth);
        }
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

    private static JsonArray largest(Statistics counted) {
        return JsonArray.copyOf(
                counted.largest().stream().map(StoreFigures::large).toList());
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
