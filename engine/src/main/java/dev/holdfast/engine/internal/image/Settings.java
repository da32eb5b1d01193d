package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Keep;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What callers set for a state besides its document. Events change it by merge patches of its JSON form, so that a
 * setting added by a newer version needs no new kind of event.
 *
 * @param owner the principal that owns the state
 * @param name its name
 * @param labels its labels
 * @param lifetime whether it ends by itself when it is not used
 * @param idleTtl how long a session lives without use
 * @param maxTtl how long a session lives at most
 * @param keep how much of its history is kept
 * @param constraints what its document must satisfy
 * @param machine the definition of the machine that its document follows; null for none
 * @param workflow the definition of the workflow that its document is a run of; null for none
 */
public record Settings(
        String owner,
        @Nullable String name,
        Map<String, String> labels,
        Lifetime lifetime,
        Duration idleTtl,
        Duration maxTtl,
        Keep keep,
        Constraints constraints,
        @Nullable JsonObject machine,
        @Nullable JsonObject workflow) {

    public static final Duration DEFAULT_IDLE_TTL = Duration.ofHours(24);
    public static final Duration DEFAULT_MAX_TTL = Duration.ofDays(30);

    public static final String MACHINE = "machine";
    public static final String WORKFLOW = "workflow";

    /** Those in an array, which merge patches replace as a whole. */
    private static final Set<String> WRAPPED = Set.of("schema", MACHINE, WORKFLOW);

    private static final List<String> GIVEN =
            List.of("labels", "lifetime", "idle_ttl", "keep", "schema", "rules", MACHINE);

    /** Those of a state that the engine keeps for itself, and for good. */
    public static final Settings LASTING_INTERNAL =
            internal(StateHeader.INTERNAL, Lifetime.PERSISTENT, DEFAULT_IDLE_TTL, DEFAULT_MAX_TTL, Keep.EVERYTHING);

    /** The settings of a state that does not exist. */
    static final Settings NONE = new Settings(
            "",
            null,
            Map.of(),
            Lifetime.PERSISTENT,
            DEFAULT_IDLE_TTL,
            DEFAULT_MAX_TTL,
            Keep.EVERYTHING,
            Constraints.NONE,
            null,
            null);

    public Settings {
        labels = Map.copyOf(labels);
    }

    /** Those of a state that no caller sees: without name, labels, rules, machine and workflow. */
    public static Settings internal(String owner, Lifetime lifetime, Duration idleTtl, Duration maxTtl, Keep keep) {
        return new Settings(owner, null, Map.of(), lifetime, idleTtl, maxTtl, keep, Constraints.NONE, null, null);
    }

    public static Settings parse(JsonObject json) {
        JsonObject keep = json.object("keep");
        String owner = json.string("owner");
        String lifetime = json.string("lifetime");
        return new Settings(
                owner == null ? "" : owner,
                json.string("name"),
                labels(json.object("labels")),
                lifetime == null ? Lifetime.PERSISTENT : Lifetime.valueOf(lifetime.toUpperCase(Locale.ROOT)),
                seconds(json.get("idle_ttl"), DEFAULT_IDLE_TTL),
                seconds(json.get("max_ttl"), DEFAULT_MAX_TTL),
                keep == null ? Keep.EVERYTHING : Keep.parse(keep),
                Constraints.parse(json),
                definition(json, MACHINE),
                definition(json, WORKFLOW));
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("owner", owner);
        json.putIfPresent("name", name);
        if (!labels.isEmpty()) {
            json.put("labels", labelsToJson(labels));
        }
        json.put("lifetime", lifetime.name().toLowerCase(Locale.ROOT));
        if (lifetime == Lifetime.SESSION) {
            json.put("idle_ttl", idleTtl.toSeconds()).put("max_ttl", maxTtl.toSeconds());
        }
        if (!keep.isEverything()) {
            json.put("keep", keep.toJson());
        }
        constraints.writeTo(json, Constraints.NONE);
        json.putIfPresent(MACHINE, machine == null ? null : JsonArray.of(machine));
        json.putIfPresent(WORKFLOW, workflow == null ? null : JsonArray.of(workflow));
        return json.build();
    }

    /**
     * Those that others replaced, in the form in which callers give them; null for one that there was not. Settings
     * that callers cannot give are left out.
     */
    public JsonObject before(Settings after) {
        JsonObject old = toJson();
        JsonObject replacement = after.toJson();
        JsonObject.Builder replaced = JsonObject.builder();
        for (String name : GIVEN) {
            Json value = old.get(name);
            if (!Objects.equals(value, replacement.get(name))) {
                replaced.put(name, value == null ? JsonNull.NULL : WRAPPED.contains(name) ? unwrapped(value) : value);
            }
        }
        return replaced.build();
    }

    private static @Nullable JsonObject definition(JsonObject json, String setting) {
        JsonArray wrapped = json.array(setting);
        return wrapped == null ? null : (JsonObject) unwrapped(wrapped);
    }

    private static Json unwrapped(Json setting) {
        return ((JsonArray) setting).get(0);
    }

    public static JsonObject labelsToJson(Map<String, String> labels) {
        JsonObject.Builder json = JsonObject.builder();
        labels.forEach(json::put);
        return json.build();
    }

    private static Map<String, String> labels(@Nullable JsonObject json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, String> labels = new HashMap<>();
        json.forEach((label, value) -> labels.put(label, ((JsonString) value).value()));
        return labels;
    }

    private static Duration seconds(@Nullable Json json, Duration otherwise) {
        return json instanceof JsonNumber number
                ? Duration.ofSeconds(number.exactLong().orElseThrow())
                : otherwise;
    }
}
