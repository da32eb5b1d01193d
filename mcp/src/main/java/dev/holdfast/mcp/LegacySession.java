package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session of the handshake era: the result of {@code initialize} and later settings. Immutable.
 *
 * @param subject the owner of the session; no other caller may use it
 * @param version the negotiated revision
 * @param clientCapabilities as the client declared them
 * @param logLevel the level set by {@code logging/setLevel}; null before the first call
 * @param subscriptions the resources whose changes the client subscribed to
 * @param stream the id of the last stream opened for the client, the only one that carries changes; null before the
 *     first
 */
public record LegacySession(
        String subject,
        ProtocolVersion version,
        JsonObject clientCapabilities,
        @Nullable LogLevel logLevel,
        Set<String> subscriptions,
        @Nullable String stream) {
    /** How many resources one session can subscribe to. */
    public static final int MAX_SUBSCRIPTIONS = 1_000;

    private static final Json FORM = Json.of(1);

    /** Takes its own copy of the subscriptions. */
    public LegacySession {
        subscriptions = Set.copyOf(subscriptions);
    }

    /** A session that was just opened. */
    public LegacySession(String subject, ProtocolVersion version, JsonObject clientCapabilities) {
        this(subject, version, clientCapabilities, null, Set.of(), null);
    }

    /** The session as JSON for a store; {@link #fromJson} reads it. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("form", FORM)
                .put("subject", subject)
                .put("version", version.text())
                .put("capabilities", clientCapabilities)
                .putIfPresent("log_level", logLevel == null ? null : Json.of(logLevel.text()))
                .put(
                        "subscriptions",
                        JsonArray.copyOf(
                                subscriptions.stream().sorted().map(Json::of).toList()))
                .putIfPresent("stream", stream == null ? null : Json.of(stream))
                .build();
    }

    /**
     * Reads the output of {@link #toJson()}, of this or an earlier release.
     *
     * @throws IllegalArgumentException if this release does not know the form
     */
    public static LegacySession fromJson(JsonObject json) {
        String subject = json.string("subject");
        ProtocolVersion version = ProtocolVersion.parse(String.valueOf(json.string("version")))
                .filter(known -> !known.isModern())
                .orElse(null);
        JsonObject capabilities = json.object("capabilities");
        JsonArray subscriptions = json.array("subscriptions");
        if (!FORM.equals(json.get("form"))
                || subject == null
                || version == null
                || capabilities == null
                || subscriptions == null) {
            throw unknownForm();
        }
        return new LegacySession(subject, version, capabilities, level(json), texts(subscriptions), stream(json));
    }

    private static @Nullable LogLevel level(JsonObject json) {
        if (!json.has("log_level")) {
            return null;
        }
        String text = json.string("log_level");
        return LogLevel.parse(text == null ? "" : text).orElseThrow(LegacySession::unknownForm);
    }

    private static @Nullable String stream(JsonObject json) {
        String stream = json.string("stream");
        if (stream == null && json.has("stream")) {
            throw unknownForm();
        }
        return stream;
    }

    private static Set<String> texts(JsonArray array) {
        Set<String> texts = new LinkedHashSet<>();
        for (Json item : array) {
            if (!(item instanceof JsonString text)) {
                throw unknownForm();
            }
            texts.add(text.value());
        }
        return texts;
    }

    private static IllegalArgumentException unknownForm() {
        return new IllegalArgumentException("The session is not in a form that this release can read");
    }

    /** The same after {@code logging/setLevel}. */
    public LegacySession withLogLevel(LogLevel level) {
        return new LegacySession(subject, version, clientCapabilities, level, subscriptions, stream);
    }

    /**
     * The same after {@code resources/subscribe}.
     *
     * @throws McpException "invalid params" if the session has {@link #MAX_SUBSCRIPTIONS} already
     */
    public LegacySession subscribedTo(String uri) {
        if (subscriptions.contains(uri)) {
            return this;
        }
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
            throw McpException.invalidParams("A session subscribes to at most " + MAX_SUBSCRIPTIONS + " resources");
        }
        Set<String> more = new LinkedHashSet<>(subscriptions);
        more.add(uri);
        return withSubscriptions(more);
    }

    /** The same after {@code resources/unsubscribe}. */
    public LegacySession unsubscribedFrom(String uri) {
        Set<String> fewer = new LinkedHashSet<>(subscriptions);
        return fewer.remove(uri) ? withSubscriptions(fewer) : this;
    }

    private LegacySession withSubscriptions(Set<String> others) {
        return new LegacySession(subject, version, clientCapabilities, logLevel, others, stream);
    }

    /** The same after the client was given another stream. */
    public LegacySession streamedOn(String other) {
        return new LegacySession(subject, version, clientCapabilities, logLevel, subscriptions, other);
    }
}
