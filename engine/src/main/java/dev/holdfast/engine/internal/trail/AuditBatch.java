package dev.holdfast.engine.internal.trail;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.audit.AuditEntry;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.json.JsonPointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one commit of a segment.
 *
 * @param origin where they were copied from; null if they stand here first
 */
record AuditBatch(List<AuditEntry> entries, @Nullable Origin origin) {
    private static final int VERSION = 1;
    private static final String ENTRIES = "entries";
    private static final String COPIED = "copied";
    private static final AuditBatch NONE = new AuditBatch(List.of(), null);
    private static final JsonPointer PLACE = JsonPointer.of(AuditSegments.BATCH);

    /** How many entries the segment had before: so no two batches are alike, and none changes nothing. */
    private static final String BEFORE = "before";

    AuditBatch {
        entries = List.copyOf(entries);
    }

    /**
     * The segment that entries stood in first, before it was erased.
     *
     * @param revisions at which of its revisions each of them stood
     */
    record Origin(StateId segment, List<Long> revisions) {
        Origin {
            revisions = List.copyOf(revisions);
        }

        private JsonObject toJson() {
            return JsonObject.builder()
                    .put("segment", segment.value())
                    .put(
                            "revisions",
                            JsonArray.copyOf(revisions.stream().map(Json::of).toList()))
                    .build();
        }

        private static @Nullable Origin parse(@Nullable JsonObject json) {
            String segment = json == null ? null : json.string("segment");
            JsonArray revisions = json == null ? null : json.array("revisions");
            return segment == null || revisions == null
                    ? null
                    : new Origin(
                            new StateId(segment),
                            revisions.stream()
                                    .map(each -> ((JsonNumber) each).exactLong().orElseThrow())
                                    .toList());
        }
    }

    /** What a segment stores. */
    JsonObject toJson(long before) {
        return JsonObject.builder()
                .put("v", VERSION)
                .put(BEFORE, before)
                .putIfPresent(COPIED, origin == null ? null : origin.toJson())
                .put(
                        ENTRIES,
                        JsonArray.copyOf(
                                entries.stream().map(AuditEntry::toJson).toList()))
                .build();
    }

    /** The batch of a commit; an empty one for a commit that stores none, such as the end of the segment. */
    static AuditBatch of(Event event) {
        for (JsonPatch.Operation operation : event.patch().operations()) {
            Json value = switch (operation) {
                case JsonPatch.Operation.Add add -> add.value();
                case JsonPatch.Operation.Replace replace -> replace.value();
                default -> null;
            };
            JsonObject batch = value instanceof JsonObject object ? object : JsonObject.EMPTY;
            JsonArray entries = batch.array(ENTRIES);
            if (entries != null && operation.path().equals(PLACE)) {
                requireVersion(batch);
                return new AuditBatch(
                        entries.stream()
                                .map(entry -> AuditEntry.parse((JsonObject) entry))
                                .toList(),
                        Origin.parse(batch.object(COPIED)));
            }
        }
        return NONE;
    }

    private static void requireVersion(JsonObject batch) {
        if (!Json.of(VERSION).equals(batch.get("v"))) {
            throw StoreUnavailableException.unusable("the audit log has entries of a version that is unknown here: "
                    + batch.get("v") + ". Read it with a newer program");
        }
    }
}
