package dev.holdfast.store.file;

import dev.holdfast.engine.local.HeaderJson;
import dev.holdfast.engine.local.JsonMembers;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.Commit;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Converts records to lines, without their line feed, and back.
 *
 * <pre>{"crc":"5f2a90c1","size":412,"n":17,"group":15,"kind":"commit","state":"st_…","rev":3,…,"event":{…}}</pre>
 *
 * The checksum is the CRC32C of all bytes after its member. {@code size} is the length in bytes of the last member's
 * value: the event itself if it looks like a JSON object, otherwise {@code "bytes"} with base64; 0 if there is none. So
 * the event's bytes are found and returned unchanged, without parsing them.
 */
final class Lines {
    /** The bytes before what the checksum is over: <code>{"crc":"5f2a90c1"</code>. */
    static final int CHECKSUM_END = 17;

    private static final byte[] NO_CHECKSUM = prefix(0);
    private static final String SIZE = ",\"size\":";
    private static final int USUAL_BYTES = 1 << 10;
    private static final byte[] AS_JSON = ",\"event\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AS_BASE64 = ",\"bytes\":".getBytes(StandardCharsets.US_ASCII);
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 128);
    static final Bytes NO_BYTES = Bytes.wrap(new byte[0]);
    private static final Base64.Encoder HASH = Base64.getUrlEncoder().withoutPadding();

    private Lines() {}

    /** The members of a record's line but for the event or content. */
    private static void summarize(LogRecord record, JsonOutput line) {
        line.plain("\"n\":").number(record.place().number());
        line.plain(",\"group\":").number(record.place().group());
        switch (record) {
            case LogRecord.Committed(var place, StateId state, Commit commit, var header) -> {
                begin(line, "commit", state, commit.revision(), commit.hash());
                line.plain(",\"at\":").time(commit.at());
                CommandKey command = commit.command();
                if (command != null) {
                    line.plain(",\"by\":").string(command.principal());
                    line.plain(",\"op\":").string(command.id());
                }
                line.plain(",\"header\":");
                HeaderJson.write(header, line);
            }
            case LogRecord.Based(var place, StateId state, Base base, var header, long removed) -> {
                begin(line, "base", state, base.revision(), base.hash());
                line.plain(",\"removed\":").number(removed).plain(",\"header\":");
                HeaderJson.write(header, line);
            }
            case LogRecord.Erased(var place, StateId state, long revision, Bytes hash, long removed) -> {
                begin(line, "erased", state, revision, hash);
                line.plain(",\"removed\":").number(removed);
            }
        }
    }

    private static void begin(JsonOutput line, String kind, StateId state, long revision, Bytes hash) {
        line.plain(",\"kind\":\"").plain(kind);
        line.plain("\",\"state\":\"").plain(state.value());
        line.plain("\",\"rev\":").number(revision);
        line.plain(",\"hash\":\"").plain(HASH.encode(hash.borrow())).plain("\"");
    }

    /** A line of a record. */
    static byte[] write(LogRecord record) {
        JsonOutput line = new JsonOutput(USUAL_BYTES);
        write(record, line);
        return line.toBytes();
    }

    /** Writes the line of a record behind what is there. */
    static void write(LogRecord record, JsonOutput to) {
        switch (record) {
            case LogRecord.Committed committed ->
                write(record, committed.commit().event(), to);
            case LogRecord.Based based -> write(record, based.base().content(), to);
            case LogRecord.Erased erased -> {
                int begin = begin(to, 0);
                summarize(erased, to);
                end(to, begin);
            }
        }
    }

    private static void write(LogRecord record, Bytes payload, JsonOutput to) {
        boolean raw = isObject(payload);
        byte[] value = raw ? payload.borrow() : base64(payload);
        int begin = begin(to, value.length);
        summarize(record, to);
        to.plain(raw ? AS_JSON : AS_BASE64).plain(value);
        end(to, begin);
    }

    /** A line of members without a payload. */
    static byte[] write(JsonObject summary) {
        byte[] members = summary.toBytes();
        JsonOutput line = new JsonOutput(USUAL_BYTES);
        int begin = begin(line, 0);
        line.plain(Arrays.copyOfRange(members, 1, members.length - 1));
        end(line, begin);
        return line.toBytes();
    }

    /** Begins a line, with room for the checksum; returns where. */
    private static int begin(JsonOutput line, int payloadSize) {
        int begin = line.length();
        line.plain(NO_CHECKSUM).plain(SIZE).number(payloadSize).plain(",");
        return begin;
    }

    private static void end(JsonOutput line, int begin) {
        line.plain("}");
        int from = begin + CHECKSUM_END;
        byte[] checksum = prefix(checksum(line.borrow(), from, line.length()));
        System.arraycopy(checksum, 0, line.borrow(), begin, checksum.length);
    }

    /** Whether a line's checksum fits: it is as it was written. */
    static boolean isSound(byte[] line) {
        if (line.length <= CHECKSUM_END) {
            return false;
        }
        byte[] prefix = prefix(checksum(line, CHECKSUM_END, line.length));
        return Arrays.equals(prefix, 0, prefix.length, line, 0, CHECKSUM_END);
    }

    /** Whether a sound line is the first one of a segment. */
    static boolean isTitle(byte[] line) {
        return "segment".equals(summary(line).string("kind"));
    }

    /** The summary of a sound line. */
    static JsonObject summary(byte[] line) {
        int size = payloadSize(line);
        int end = size == 0 ? line.length - 1 : line.length - 1 - size - AS_JSON.length;
        byte[] members = Arrays.copyOf(line, end + 1);
        members[end] = '}';
        return (JsonObject) Json.parse(members, LIMITS);
    }

    /** The record in a sound line, with its payload. */
    static LogRecord read(byte[] line) {
        return read(summary(line), payload(line));
    }

    /** The record in a sound line, without its payload, which the index does not need. */
    static LogRecord readSummary(byte[] line) {
        return read(summary(line), NO_BYTES);
    }

    private static LogRecord read(JsonObject json, Bytes payload) {
        LogRecord.Place place = new LogRecord.Place(JsonMembers.number(json, "n"), JsonMembers.number(json, "group"));
        StateId state = new StateId(JsonMembers.text(json, "state"));
        long revision = JsonMembers.number(json, "rev");
        Bytes hash = Bytes.wrap(Base64.getUrlDecoder().decode(JsonMembers.text(json, "hash")));
        return switch (JsonMembers.text(json, "kind")) {
            case "commit" ->
                new LogRecord.Committed(
                        place,
                        state,
                        new Commit(revision, command(json), Instant.parse(JsonMembers.text(json, "at")), payload, hash),
                        HeaderJson.read(JsonMembers.object(json, "header")));
            case "base" ->
                new LogRecord.Based(
                        place,
                        state,
                        new Base(revision, payload, hash),
                        HeaderJson.read(JsonMembers.object(json, "header")),
                        JsonMembers.number(json, "removed"));
            case "erased" -> new LogRecord.Erased(place, state, revision, hash, JsonMembers.number(json, "removed"));
            default -> throw new IllegalArgumentException("a record of an unknown kind");
        };
    }

    private static @Nullable CommandKey command(JsonObject json) {
        String by = json.string("by");
        String op = json.string("op");
        return by == null || op == null ? null : new CommandKey(by, op);
    }

    private static Bytes payload(byte[] line) {
        int size = payloadSize(line);
        int from = line.length - 1 - size;
        if (size == 0) {
            return NO_BYTES;
        } else if (line[from] == '{') {
            return Bytes.wrap(Arrays.copyOfRange(line, from, from + size));
        }
        return Bytes.wrap(Base64.getDecoder().decode(Arrays.copyOfRange(line, from + 1, from + size - 1)));
    }

    private static int payloadSize(byte[] line) {
        int size = 0;
        for (int i = CHECKSUM_END + SIZE.length(); line[i] != ','; i++) {
            size = size * 10 + line[i] - '0';
        }
        return size;
    }

    /**
     * Whether bytes can be put in a line as they are: from brace to brace, without a line feed. They are not checked to
     * be JSON: the engine writes only JSON, and reading the log does not depend on it.
     */
    private static boolean isObject(Bytes payload) {
        byte[] content = payload.borrow();
        if (content.length < 2 || content[0] != '{' || content[content.length - 1] != '}') {
            return false;
        }
        for (byte b : content) {
            if (b == '\n') {
                return false;
            }
        }
        return true;
    }

    private static byte[] base64(Bytes payload) {
        return ('"' + Base64.getEncoder().encodeToString(payload.borrow()) + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] prefix(long checksum) {
        String digits = Long.toHexString(checksum | 1L << 32).substring(1);
        return ("{\"crc\":\"" + digits + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private static long checksum(byte[] text, int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(text, from, to - from);
        return checksum.getValue();
    }
}
