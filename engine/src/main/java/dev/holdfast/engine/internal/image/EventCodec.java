package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Cause;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.internal.seal.DataKey;
import dev.holdfast.engine.internal.seal.SealException;
import dev.holdfast.engine.internal.seal.Sealing;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.IsoTime;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonOutput;
import dev.holdfast.json.JsonPatch;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
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
 *
 * <p>In a store that is encrypted the body is sealed:
 *
 * <pre>{"actor","at","cmd"?,"kid","prev","rev","state","type","v":1,"sealed","hash"}</pre>
 *
 * <p>{@code kid} tells which key of the state seals it, and {@code sealed} is the base64url of nonce, ciphertext and
 * tag of AES-256-GCM, with the header as associated data. Sealed are the 32 bytes of the digest of the arguments, if
 * there is {@code cmd}, and the body. The hash is made as before, of {@code sealed} in place of the body.
 */
public final class EventCodec {
    private static final int VERSION = 1;

    /** Enough for most events. */
    private static final int USUAL_BYTES = 1_024;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** Allows values as deep as in a document, within the patch of an event. */
    static final JsonLimits LIMITS = new JsonLimits(64 << 20, 128);

    private static final int DIGEST_BYTES = 32;
    private static final String BEFORE_SEALED = ",\"sealed\":\"";
    private static final String BEFORE_HASH = ",\"hash\":\"";

    /** The last member, of 43 characters of base64url, with the brace behind it. */
    private static final int HASH_LENGTH = BEFORE_HASH.length() + 45;

    private final Sealing sealing;

    /** @param sealing with which keys bodies are sealed and opened */
    public EventCodec(Sealing sealing) {
        this.sealing = sealing;
    }

    /**
     * An event and its stored form.
     *
     * @param key what seals it, which must be durable before it is stored; null if it is in clear
     */
    public record Encoded(
            Event event, Commit commit, @Nullable DataKey key) {}

    /**
     * Encodes a draft as the event that follows an image.
     *
     * @param idempotency identifies the command when it is sent again; null if it is not to be remembered
     */
    public Encoded encode(
            Image image, Principal actor, @Nullable Idempotency idempotency, EventDraft draft, Instant at) {
        CommandKey key = idempotency == null ? null : idempotency.key();
        long revision = image.revision() + 1;
        DataKey sealer = sealing.keyFor(image.id(), image.revision());
        JsonOutput text = new JsonOutput(USUAL_BYTES);
        header(text, image, actor, idempotency, sealer, draft, at);
        int headerEnd = text.length();
        int bodyBegin;
        if (sealer == null) {
            text.plain(",\"body\":");
            bodyBegin = text.length();
            body(text, draft);
        } else {
            bodyBegin = sealed(text, idempotency, sealer, draft);
        }
        Bytes hash = hash(image.hash(), text, headerEnd, bodyBegin);
        text.plain(BEFORE_HASH).plain(encoded(hash)).plain("\"}");
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
        return new Encoded(event, new Commit(revision, key, at, Bytes.wrap(text.toBytes()), hash), sealer);
    }

    /**
     * Reads an event of any version that was ever written, sealed or not.
     *
     * @throws IllegalArgumentException if it is of an unknown version or lacks a member
     * @throws SealException if it is sealed and cannot be opened
     */
    public Event decode(Bytes stored) {
        JsonObject json = (JsonObject) Json.parse(stored.borrow(), LIMITS);
        if (!Json.of(VERSION).equals(json.get("v"))) {
            throw new IllegalArgumentException("not an event of version " + VERSION);
        }
        String sealed = json.string("sealed");
        if (sealed == null) {
            return event(json, optionalBytes(json, "args"), json.object("body"));
        }
        byte[] opened = sealing.key(new StateId(required(json, "state")), required(json, "kid"))
                .open(headerOfSealed(stored.borrow(), sealed.length()), sealedBytes(sealed));
        int begin = json.has("cmd") ? DIGEST_BYTES : 0;
        Bytes arguments = begin == 0 ? null : Bytes.wrap(Arrays.copyOf(opened, begin));
        byte[] body = Arrays.copyOfRange(opened, begin, opened.length);
        return event(json, arguments, (JsonObject) Json.parse(body, LIMITS));
    }

    /** The kind of an event; told without opening it. */
    public static EventType typeOf(Bytes stored) {
        return EventType.of(required((JsonObject) Json.parse(stored.borrow(), LIMITS), "type"));
    }

    /** Who made an event; told without opening it. */
    public static String actorOf(Bytes stored) {
        return required((JsonObject) Json.parse(stored.borrow(), LIMITS), "actor");
    }

    /** Whether an event is sealed; told without opening it. */
    public static boolean isSealed(Bytes stored) {
        return ((JsonObject) Json.parse(stored.borrow(), LIMITS)).has("sealed");
    }

    private static Event event(JsonObject json, @Nullable Bytes arguments, @Nullable JsonObject body) {
        if (body == null) {
            throw new IllegalArgumentException("an event without a body");
        }
        Json patch = body.get("patch");
        JsonObject cause = body.object("cause");
        return new Event(
                new StateId(required(json, "state")),
                number(json, "rev"),
                IsoTime.parse(required(json, "at")),
                required(json, "actor"),
                EventType.of(required(json, "type")),
                json.string("cmd"),
                arguments,
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
        String member = json.has("sealed") ? "sealed" : "body";
        Json body = json.get(member);
        if (body == null || !text(previous).equals(json.string("prev"))) {
            return false;
        }
        byte[] header = json.without(member).without("hash").toCanonical();
        return text(hash(previous, body.toCanonical(), header)).equals(json.string("hash"));
    }

    /** All but the closing brace, which is only part of the header when it is hashed: in the event the body follows. */
    private static void header(
            JsonOutput text,
            Image image,
            Principal actor,
            @Nullable Idempotency idempotency,
            @Nullable DataKey sealer,
            EventDraft draft,
            Instant at) {
        text.plain("{\"actor\":").string(actor.id());
        if (idempotency != null && sealer == null) {
            text.plain(",\"args\":\"").plain(encoded(idempotency.arguments())).plain("\"");
        }
        text.plain(",\"at\":").time(at);
        if (idempotency != null) {
            text.plain(",\"cmd\":").string(idempotency.key().id());
        }
        if (sealer != null) {
            text.plain(",\"kid\":\"").plain(sealer.id()).plain("\"");
        }
        text.plain(",\"prev\":\"").plain(encoded(image.hash()));
        text.plain("\",\"rev\":").number(image.revision() + 1);
        text.plain(",\"state\":\"").plain(image.id().value());
        text.plain("\",\"type\":\"").plain(draft.type().wire());
        text.plain("\",\"v\":").number(VERSION);
    }

    /** Seals the body under the header that is written so far; returns where the value begins. */
    private static int sealed(JsonOutput text, @Nullable Idempotency idempotency, DataKey sealer, EventDraft draft) {
        JsonOutput plain = new JsonOutput(USUAL_BYTES);
        if (idempotency != null) {
            plain.plain(idempotency.arguments().borrow());
        }
        body(plain, draft);
        byte[] sealed = sealer.seal(header(text.borrow(), text.length()), plain.borrow(), plain.length());
        text.plain(BEFORE_SEALED);
        int begin = text.length() - 1;
        text.plain(ENCODER.encode(sealed)).plain("\"");
        return begin;
    }

    private static byte[] sealedBytes(String sealed) {
        try {
            return DECODER.decode(sealed);
        } catch (IllegalArgumentException e) {
            throw SealException.altered();
        }
    }

    /** The header of an event that is sealed, as it was written. */
    private static byte[] headerOfSealed(byte[] stored, int sealedLength) {
        return header(stored, stored.length - HASH_LENGTH - sealedLength - BEFORE_SEALED.length() - 1);
    }

    /** The header in whole, whose first bytes, without the brace, stand at the beginning of an event. */
    private static byte[] header(byte[] event, int end) {
        byte[] header = Arrays.copyOf(event, Math.max(0, end) + 1);
        header[header.length - 1] = '}';
        return header;
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
