package dev.holdfast.store.file;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A state's header as a JSON object, without members that have their default value. */
final class HeaderJson {
    private HeaderJson() {}

    static JsonObject write(StateHeader header) {
        JsonObject.Builder json =
                JsonObject.builder().put("owner", header.owner()).putIfPresent("name", header.name());
        if (!header.labels().isEmpty()) {
            JsonObject.Builder labels = JsonObject.builder();
            header.labels().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(label -> labels.put(label.getKey(), label.getValue()));
            json.put("labels", labels.build());
        }
        if (!header.readers().isEmpty()) {
            json.put(
                    "readers",
                    JsonArray.copyOf(
                            header.readers().stream().sorted().map(Json::of).toList()));
        }
        Duration keptFor = header.keptFor();
        return json.put("lifetime", lower(header.lifetime()))
                .put("phase", lower(header.phase()))
                .putIfPresent("expires", text(header.expires()))
                .putIfPresent("due", text(header.nextDue()))
                .putIfPresent("kept_for", keptFor == null ? null : Json.of(keptFor.toSeconds()))
                .put("bytes", header.bytes())
                .put("updated", header.updated().toString())
                .build();
    }

    static StateHeader read(JsonObject json) {
        Map<String, String> labels = new LinkedHashMap<>();
        JsonObject labelled = json.object("labels");
        if (labelled != null) {
            labelled.forEach((label, value) -> labels.put(label, ((JsonString) value).value()));
        }
        Set<String> readers = new LinkedHashSet<>();
        JsonArray listed = json.array("readers");
        if (listed != null) {
            listed.forEach(reader -> readers.add(((JsonString) reader).value()));
        }
        return new StateHeader(
                JsonMembers.text(json, "owner"),
                json.string("name"),
                labels,
                readers,
                Lifetime.valueOf(JsonMembers.text(json, "lifetime").toUpperCase(Locale.ROOT)),
                time(json.string("expires")),
                time(json.string("due")),
                Phase.valueOf(JsonMembers.text(json, "phase").toUpperCase(Locale.ROOT)),
                JsonMembers.number(json, "bytes"),
                Instant.parse(JsonMembers.text(json, "updated")),
                json.has("kept_for") ? Duration.ofSeconds(JsonMembers.number(json, "kept_for")) : null);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
