package dev.holdfast.engine.local;

import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.Phase;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonOutput;
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
public final class HeaderJson {
    private HeaderJson() {}

    /** Writes a header. */
    public static void write(StateHeader header, JsonOutput to) {
        to.plain("{\"owner\":").string(header.owner());
        if (header.name() != null) {
            to.plain(",\"name\":").string(header.name());
        }
        if (!header.labels().isEmpty()) {
            JsonObject.Builder labels = JsonObject.builder();
            header.labels().forEach(labels::put);
            to.plain(",\"labels\":").value(labels.build());
        }
        texts(",\"readers\":", header.readers(), to);
        texts(",\"waits_for\":", header.waitsFor(), to);
        to.plain(",\"lifetime\":\"").plain(lower(header.lifetime()));
        to.plain("\",\"phase\":\"").plain(lower(header.phase())).plain("\"");
        time(",\"expires\":", header.expires(), to);
        time(",\"due\":", header.nextDue(), to);
        if (header.keptFor() != null) {
            to.plain(",\"kept_for\":").number(header.keptFor().toSeconds());
        }
        to.plain(",\"bytes\":").number(header.bytes());
        time(",\"updated\":", header.updated(), to);
        to.plain("}");
    }

    private static void texts(String name, Set<String> texts, JsonOutput to) {
        if (!texts.isEmpty()) {
            to.plain(name);
            to.value(JsonArray.copyOf(texts.stream().sorted().map(Json::of).toList()));
        }
    }

    private static void time(String name, @Nullable Instant time, JsonOutput to) {
        if (time != null) {
            to.plain(name).time(time);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is not a header
     */
    public static StateHeader read(JsonObject json) {
        Map<String, String> labels = new LinkedHashMap<>();
        JsonObject labelled = json.object("labels");
        if (labelled != null) {
            labelled.forEach((label, value) -> labels.put(label, ((JsonString) value).value()));
        }
        return new StateHeader(
                JsonMembers.text(json, "owner"),
                json.string("name"),
                labels,
                texts(json.array("readers")),
                Lifetime.valueOf(JsonMembers.text(json, "lifetime").toUpperCase(Locale.ROOT)),
                time(json.string("expires")),
                time(json.string("due")),
                Phase.valueOf(JsonMembers.text(json, "phase").toUpperCase(Locale.ROOT)),
                JsonMembers.number(json, "bytes"),
                Instant.parse(JsonMembers.text(json, "updated")),
                json.has("kept_for") ? Duration.ofSeconds(JsonMembers.number(json, "kept_for")) : null,
                texts(json.array("waits_for")));
    }

    private static Set<String> texts(@Nullable JsonArray array) {
        Set<String> texts = new LinkedHashSet<>();
        if (array != null) {
            array.forEach(text -> texts.add(((JsonString) text).value()));
        }
        return texts;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
