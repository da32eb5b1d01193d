package dev.holdfast.store.nats;

import dev.holdfast.engine.local.HeaderJson;
import dev.holdfast.engine.local.JsonMembers;
import dev.holdfast.engine.spi.Append;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a message of a stream says of its state, apart from the payload. It stands in a header of the message, so that
 * an index of the states is built without their payloads. The newest message of a state says all that is needed to
 * append to it: its revision, whether it is erased, and where its base is.
 *
 * @param kind what the payload is
 * @param revision the newest revision of the state as of this message
 * @param hash the chain hash at that revision
 * @param command the command of a commit, if it is to be remembered
 * @param at when a commit was decided; null in other messages
 * @param header the header of the state; null once it is erased
 * @param base what stands for the first commits; null if the state has all of them
 * @param baseHash in the message of a base, the chain hash at the base's revision
 * @param newestCommit in the message of a base, the sequence of the newest commit; 0 if there was none
 * @param removed the highest sequence of a commit of the state that was removed; 0 if none was; {@link #SELF} in the
 *     message of a base that the state began with
 * @param parts how many messages directly before this one hold what comes before its payload
 */
record NatsRecord(
        Kind kind,
        long revision,
        Bytes hash,
        @Nullable CommandKey command,
        @Nullable Instant at,
        @Nullable StateHeader header,
        @Nullable BasePlace base,
        @Nullable Bytes baseHash,
        long newestCommit,
        long removed,
        int parts) {
    /** The name of the header that holds a record. */
    static final String HEADER = "Holdfast";

    /** Stands for the sequence of the message that says so, which its writer cannot know. */
    static final long SELF = -1;

    /** What a part of a larger payload says. */
    static final String PART = "part";

    private static final JsonLimits LIMITS = JsonLimits.DEFAULT;
    private static final int USUAL_BYTES = 512;
    private static final Bytes NO_BYTES = Bytes.wrap(new byte[0]);

    /** What the payload of a message is. */
    enum Kind {
        /** The event of a commit. */
        COMMIT,
        /** A base that took the place of the commits up to its revision. */
        BASE,
        /** A base that the state began with. */
        BEGUN,
        /** Nothing: the state is erased. */
        ERASED,
        /** A part of the payload of one of the messages that follow. */
        PART
    }

    /**
     * Where the base of a state is.
     *
     * @param revision the last revision that it stands for
     * @param sequence the message that holds it; {@link #SELF} in that message itself
     */
    record BasePlace(long revision, long sequence) {}

    /** A part, which says nothing of its state. */
    static final NatsRecord OF_PART = new NatsRecord(Kind.PART, 0, NO_BYTES, null, null, null, null, null, 0, 0, 0);

    /** A commit of a state that is known to be like this. */
    static NatsRecord of(Append append, KnownState before) {
        Commit commit = append.commit();
        return new NatsRecord(
                Kind.COMMIT,
                commit.revision(),
                commit.hash(),
                commit.command(),
                commit.at(),
                append.header(),
                before.base(),
                null,
                0,
                before.removed(),
                0);
    }

    /**
     * A base that takes the place of commits of a state whose newest message is this one.
     *
     * @param sequence the sequence of this one
     * @param replaced the sequence of the last commit that is replaced
     */
    NatsRecord replacedBy(Base newBase, long sequence, long replaced) {
        return new NatsRecord(
                Kind.BASE,
                revision,
                hash,
                null,
                null,
                header,
                new BasePlace(newBase.revision(), SELF),
                newBase.hash(),
                newestCommitSeenFrom(sequence),
                Math.max(removedSeenFrom(sequence), replaced),
                0);
    }

    static NatsRecord begun(Base base, StateHeader header) {
        BasePlace place = new BasePlace(base.revision(), SELF);
        return new NatsRecord(
                Kind.BEGUN, base.revision(), base.hash(), null, null, header, place, base.hash(), 0, SELF, 0);
    }

    /** The end of a state whose newest message is this one, with the given sequence. */
    NatsRecord erased(long sequence) {
        long removing = Math.max(removedSeenFrom(sequence), newestCommitSeenFrom(sequence));
        return new NatsRecord(Kind.ERASED, revision, hash, null, null, null, null, null, 0, removing, 0);
    }

    NatsRecord withParts(int count) {
        return new NatsRecord(kind, revision, hash, command, at, header, base, baseHash, newestCommit, removed, count);
    }

    boolean isErased() {
        return kind == Kind.ERASED;
    }

    /** Where the base of the state is, if this record is in the message of the given sequence. */
    @Nullable BasePlace baseSeenFrom(long sequence) {
        return base != null && base.sequence() == SELF ? new BasePlace(base.revision(), sequence) : base;
    }

    /** The sequence of the newest commit of the state, if this record is in the message of the given sequence. */
    long newestCommitSeenFrom(long sequence) {
        return kind == Kind.COMMIT ? sequence : newestCommit;
    }

    /** The highest sequence of a removed commit, if this record is in the message of the given sequence. */
    long removedSeenFrom(long sequence) {
        return removed == SELF ? sequence : removed;
    }

    /** The commit whose event is the payload. */
    Commit commit(Bytes payload) {
        if (at == null) {
            throw new IllegalStateException("only a commit has a time");
        }
        return new Commit(revision, command, at, payload, hash);
    }

    /** The base that is the payload. */
    Base base(Bytes payload) {
        if (base == null || baseHash == null) {
            throw new IllegalStateException("only the message of a base holds one");
        }
        return new Base(base.revision(), payload, baseHash);
    }

    /** The record as the value of a header, which is plain ASCII. */
    String toText() {
        if (kind == Kind.PART) {
            return PART;
        }
        JsonOutput to = new JsonOutput(USUAL_BYTES);
        to.plain("{\"kind\":\"")
                .plain(kind.name().toLowerCase(Locale.ROOT))
                .plain("\",\"rev\":")
                .number(revision);
        bytes(",\"hash\":", hash, to);
        if (at != null) {
            to.plain(",\"at\":").time(at);
        }
        if (command != null) {
            to.plain(",\"by\":").string(command.principal());
            to.plain(",\"op\":").string(command.id());
        }
        if (base != null) {
            to.plain(",\"base\":")
                    .number(base.revision())
                    .plain(",\"base_at\":")
                    .number(base.sequence());
        }
        if (baseHash != null) {
            bytes(",\"base_hash\":", baseHash, to);
        }
        number(",\"newest\":", newestCommit, to);
        number(",\"removed\":", removed, to);
        number(",\"parts\":", parts, to);
        if (header != null) {
            to.plain(",\"header\":");
            HeaderJson.write(header, to);
        }
        return ascii(new String(to.plain("}").toBytes(), StandardCharsets.UTF_8));
    }

    private static void number(String name, long value, JsonOutput to) {
        if (value != 0) {
            to.plain(name).number(value);
        }
    }

    private static void bytes(String name, Bytes value, JsonOutput to) {
        to.plain(name)
                .plain("\"")
                .plain(Base64.getUrlEncoder().encode(value.borrow()))
                .plain("\"");
    }

    /** In JSON, what is not ASCII stands in strings, where it may be escaped. */
    private static String ascii(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7f) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.toString();
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws IllegalArgumentException if it is not such a text
     */
    static NatsRecord parse(String text) {
        if (text.equals(PART)) {
            return OF_PART;
        }
        JsonObject json = (JsonObject) Json.parse(text, LIMITS);
        String at = json.string("at");
        JsonObject header = json.object("header");
        return new NatsRecord(
                Kind.valueOf(JsonMembers.text(json, "kind").toUpperCase(Locale.ROOT)),
                JsonMembers.number(json, "rev"),
                bytes(JsonMembers.text(json, "hash")),
                command(json),
                at == null ? null : Instant.parse(at),
                header == null ? null : HeaderJson.read(header),
                json.has("base")
                        ? new BasePlace(JsonMembers.number(json, "base"), JsonMembers.number(json, "base_at"))
                        : null,
                json.has("base_hash") ? bytes(JsonMembers.text(json, "base_hash")) : null,
                number(json, "newest"),
                number(json, "removed"),
                (int) number(json, "parts"));
    }

    private static long number(JsonObject json, String name) {
        return json.has(name) ? JsonMembers.number(json, name) : 0;
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(Base64.getUrlDecoder().decode(text));
    }

    private static @Nullable CommandKey command(JsonObject json) {
        String by = json.string("by");
        String op = json.string("op");
        return by == null || op == null ? null : new CommandKey(by, op);
    }
}
