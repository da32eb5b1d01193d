package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonOutput;
import dev.holdfast.json.JsonPatch;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of events, version 1, and their hash chain.
 *
 * <pre>{"actor","args"?,"at","cmd"?,"prev","rev","state","type","v":1,
 *  "body":{"cause"?,"note"?,"patch"?,"system"?},"hash"}</pre>
 *
 * <p>The hash is {@code SHA-256(prev ‖ SHA-256(body bytes as stored) ‖ canonical header)}, where the header is every
 * member but body and hash; the first {@code prev} is 32 zero bytes. Only the body's own hash enters it, so the chain
 * stays verifiable when a body is purged or its key is destroyed. Digests are written in base64url without padding.
 * Header and body are written in canonical form, so a log can be checked with SHA-256 and a JSON parser.
 */
public final class EventCodec {
    private static final int VERSION = 1;

    /** Enough for most events. */
    private static final int USUAL_BYTES = 1_024;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** Allows values as deep as in a document, within the patch of an event. */
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 128);

    private EventCodec() {}

    /** An event and its stored form. */
    public record Encoded(Event event, Commit commit) {}

    /**
     * Encodes a draft as the event that follows an image.
     *
     * @param idempotency identifies the command when it is sent again; null if it is not to be remembered
     */
    public static Encoded encode(
            Image image, Principal actor, @Nullable Idempotency idempotency, EventDraft draft, Instant at) {
        CommandKey key = idempotency == null ? null : idempotency.key();
        long revision = image.revision() + 1;
        JsonOutput text = new JsonOutput(USUAL_BYTES);
        header(text, image, actor, idempotency, draft, at);
        int headerEnd = text.length();
        text.plain(",\"body\":");
        int bodyBegin = text.length();
        body(text, draft);
        Bytes hash = hash(image.hash(), text, headerEnd, bodyBegin);
        text.plain(",\"hash\":\"").plain(encoded(hash)).plain("\"}");
        Event event = new Event(
                image.id(),
                revision,
                at,
                actor.id(),
                draft.type(),
                key == null ? null : key.id(),
                idempotency == null ? null : idempotency.arguments(),
                draft.patch(),
                draft.system(),
                draft.note(),
                draft.cause(),
                image.hash(),
                hash);
        return new Encoded(event, new Commit(revision, key, at, Bytes.wrap(text.toBytes()), hash));
    }

    /**
     * Reads an event of any version that was ever written.
     *
     * @throws IllegalArgumentException if it is of an unknown version or lacks a member
     */
    public static Event decode(Bytes stored) {
        JsonObject json = (JsonObject) Json.parse(stored.borrow(), LIMITS);
        JsonObject body = json.object("body");
        if (body == null || !Json.of(VERSION).equals(json.get("v"))) {
            throw new IllegalArgumentException("not an event of version " + VERSION);
        }
        Json patch = body.get("patch");
        JsonObject cause = body.object("cause");
        return new Event(
                new StateId(required(json, "state")),
                number(json, "rev"),
                Instant.parse(required(json, "at")),
                required(json, "actor"),
                EventType.of(required(json, "type")),
                json.string("cmd"),
                optionalBytes(json, "args"),
                patch == null ? JsonPatch.EMPTY : JsonPatch.parse(patch),
                body.object("system"),
                body.string("note"),
                cause == null ? null : Cause.parse(cause),
                bytes(required(json, "prev")),
                bytes(required(json, "hash")));
    }

    /** Whether a stored event follows from the hash before it and has not been altered since it was written. */
    public static boolean verifies(Bytes stored, Bytes previous) {
        JsonObject json = (JsonObject) Json.parse(stored.borrow(), LIMITS);
        JsonObject body = json.object("body");
        if (body == null || !text(previous).equals(json.string("prev"))) {
            return false;
        }
        byte[] header = json.without("body").without("hash").toCanonical();
        return text(hash(previous, body.toCanonical(), header)).equals(json.string("hash"));
    }

    /** All but the closing brace, which is only part of the header when it is hashed: in the event the body follows. */
    private static void header(
            JsonOutput text,
            Image image,
            Principal actor,
            @Nullable Idempotency idempotency,
            EventDraft draft,
            Instant at) {
        text.plain("{\"actor\":").string(actor.id());
        if (idempotency != null) {
            text.plain(",\"args\":\"").plain(encoded(idempotency.arguments())).plain("\"");
        }
        text.plain(",\"at\":").time(at);
        if (idempotency != null) {
            text.plain(",\"cmd\":").string(idempotency.key().id());
        }
        text.plain(",\"prev\":\"").plain(encoded(image.hash()));
        text.plain("\",\"rev\":").number(image.revision() + 1);
        text.plain(",\"state\":\"").plain(image.id().value());
        text.plain("\",\"type\":\"").plain(draft.type().wire());
        text.plain("\",\"v\":").number(VERSION);
    }

    private static void body(JsonOutput text, EventDraft draft) {
        String comma = "";
        text.plain("{");
        if (draft.cause() != null) {
            text.plain("\"cause\":").value(draft.cause().toJson());
            comma = ",";
        }
        if (draft.note() != null) {
            text.plain(comma).plain("\"note\":").string(draft.note());
            comma = ",";
        }
        if (!draft.patch().isEmpty()) {
            text.plain(comma).plain("\"patch\":");
            draft.patch().writeTo(text);
            comma = ",";
        }
        if (draft.system() != null) {
            text.plain(comma).plain("\"system\":").value(draft.system());
        }
        text.plain("}");
    }

    /** Hashes an event that is written up to the end of its body. */
    private static Bytes hash(Bytes previous, JsonOutput text, int headerEnd, int bodyBegin) {
        MessageDigest sha256 = Digests.sha256();
        sha256.update(text.borrow(), bodyBegin, text.length() - bodyBegin);
        byte[] bodyHash = sha256.digest();
        sha256.update(previous.borrow());
        sha256.update(bodyHash);
        sha256.update(text.borrow(), 0, headerEnd);
        sha256.update((byte) '}');
        return Bytes.wrap(sha256.digest());
    }

    private static Bytes hash(Bytes previous, byte[] body, byte[] header) {
        MessageDigest sha256 = Digests.sha256();
        byte[] bodyHash = sha256.digest(body);
        sha256.update(previous.borrow());
        sha256.update(bodyHash);
        return Bytes.wrap(sha256.digest(header));
    }

    private static byte[] encoded(Bytes bytes) {
        return ENCODER.encode(bytes.borrow());
    }

    static String text(Bytes bytes) {
        return ENCODER.encodeToString(bytes.borrow());
    }

    static Bytes bytes(String text) {
        return Bytes.wrap(DECODER.decode(text));
    }

    private static @Nullable Bytes optionalBytes(JsonObject json, String member) {
        String text = json.string(member);
        return text == null ? null : bytes(text);
    }

    static String required(JsonObject json, String member) {
        String value = json.string(member);
        if (value == null) {
            throw new IllegalArgumentException("an event without " + member);
        }
        return value;
    }

    private static long number(JsonObject json, String member) {
        return json.get(member) instanceof JsonNumber number
                ? number.exactLong().orElseThrow()
                : 0;
    }
}
