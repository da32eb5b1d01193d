package dev.holdfast.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.json.JsonParseException.Location;
import dev.holdfast.json.JsonParseException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON text, strictly. */
final class JsonReader {
    // Jackson's tokenizer checks the grammar but not all that we promise. So UTF-8 is checked beforehand (in strings
    // Jackson takes overlong forms and values past U+10FFFF), and duplicates, surrogates, depth and numbers are checked
    // here. Its own limits are opened wide, because ours are tighter where it matters and give the reason.
    //
    // It is given characters and not bytes, although its UTF-8 parser is a fifth quicker on short texts: that parser
    // needs a table of all names ever seen, shared by all texts. Names come from untrusted callers. Each new one copied
    // the table (measured at 36 us for an object of one member, against 0.2 us), and thousands of them, however long,
    // stayed in memory. Without the table nothing outlives a text.

    private static final String UNPAIRED_SURROGATE = "unpaired surrogate";
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final int EXCERPT_LENGTH = 16;
    private static final int LONGEST_PROBLEM = 200;
    private static final List<String> ADVICE = List.of(
            ": enable `",
            " (consider enabling",
            " (not recognized as",
            " require enabling",
            " (start marker",
            " (for ");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH + 1)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .errorReportConfiguration(ErrorReportConfiguration.builder()
                    .maxErrorTokenLength(EXCERPT_LENGTH)
                    .maxRawContentLength(0)
                    .build())
            .build();

    /** After so many values other threads run: well below a millisecond of work. */
    private static final int PAUSE = 4_096;

    private static final int CHARS_PER_VALUE = 16;

    private final JsonParser parser;
    private final JsonLimits limits;
    private int sincePause;

    private JsonReader(JsonParser parser, JsonLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    static Json read(byte[] utf8, JsonLimits limits) {
        if (utf8.length > limits.maxBytes()) {
            throw tooLong(limits);
        }
        int malformed = Utf8.malformed(utf8);
        if (malformed >= 0) {
            Location where = Location.after(new String(utf8, 0, malformed, UTF_8));
            throw JsonParseException.at(Reason.SYNTAX, "malformed UTF-8", where);
        }
        return readWellFormed(new String(utf8, UTF_8), limits);
    }

    static Json read(String text, JsonLimits limits) {
        if (Utf8.isLongerThan(text, limits.maxBytes())) {
            throw tooLong(limits);
        }
        int unpaired = Utf8.unpairedSurrogate(text);
        if (unpaired >= 0) {
            throw JsonParseException.at(Reason.STRING, UNPAIRED_SURROGATE, Location.after(text.substring(0, unpaired)));
        }
        return readWellFormed(text, limits);
    }

    private static JsonParseException tooLong(JsonLimits limits) {
        return JsonParseException.of(Reason.SIZE, "text is longer than " + limits.maxBytes() + " bytes");
    }

    private static Json readWellFormed(String text, JsonLimits limits) {
        if (text.startsWith(BYTE_ORDER_MARK)) {
            throw JsonParseException.at(Reason.SYNTAX, "text starts with a byte order mark", Location.after(""));
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new JsonReader(parser, limits).text();
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    private static JsonParseException refusal(JacksonException e) {
        String message = e.getOriginalMessage();
        boolean surrogate =
                message.startsWith("Broken surrogate pair") || message.startsWith("Unexpected low surrogate");
        return surrogate
                ? JsonParseException.at(Reason.STRING, UNPAIRED_SURROGATE, location(e.getLocation()))
                : JsonParseException.at(Reason.SYNTAX, withoutAdvice(message), location(e.getLocation()));
    }

    /** The tokenizer's message, without the parts about its own classes and settings. */
    private static String withoutAdvice(String message) {
        int advice = ADVICE.stream()
                .mapToInt(message::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(message.length());
        return message.substring(0, Math.min(advice, LONGEST_PROBLEM));
    }

    private Json text() {
        Json value = value(token(), 0);
        if (parser.nextToken() != null) {
            throw failure(Reason.SYNTAX, "more text after the value");
        }
        return value;
    }

    private JsonToken token() {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw JsonParseException.at(
                    Reason.SYNTAX, "text ends where a value should be", location(parser.currentLocation()));
        }
        return token;
    }

    /** The value that starts with {@code token}, inside {@code depth} containers. */
    private Json value(JsonToken token, int depth) {
        pauseIfDue(1);
        return switch (token) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> string(parser.getString());
            case VALUE_NUMBER_INT -> number(true);
            case VALUE_NUMBER_FLOAT -> number(false);
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw failure(Reason.SYNTAX, "a value should be here");
        };
    }

    private JsonObject object(int depth) {
        requireDepth(depth);
        var members = new MemberBuffer();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (Utf8.unpairedSurrogate(name) >= 0) {
                throw failure(Reason.STRING, UNPAIRED_SURROGATE);
            }
            if (!members.put(name, value(token(), depth))) {
                throw failure(Reason.DUPLICATE_MEMBER, "second member " + excerpt(name) + " of one object");
            }
        }
        return members.toObject();
    }

    private JsonArray array(int depth) {
        requireDepth(depth);
        List<Json> elements = new ArrayList<>();
        for (JsonToken token = token(); token != JsonToken.END_ARRAY; token = token()) {
            elements.add(value(token, depth));
        }
        return JsonArray.copyOf(elements);
    }

    private void requireDepth(int depth) {
        if (depth > limits.maxDepth()) {
            throw failure(Reason.DEPTH, "nested deeper than " + limits.maxDepth() + " levels");
        }
    }

    /**
     * Virtual threads are not preempted: a few long texts would leave none to carry the others. They park, because
     * threads that only yield to one another never let those run that are started from outside.
     */
    private void pauseIfDue(int values) {
        sincePause += values;
        if (sincePause >= PAUSE) {
            sincePause = 0;
            if (Thread.currentThread().isVirtual()) {
                LockSupport.parkNanos(1);
            }
        }
    }

    private JsonString string(String value) {
        pauseIfDue(value.length() / CHARS_PER_VALUE);
        try {
            return new JsonString(value);
        } catch (IllegalArgumentException e) {
            throw failure(Reason.STRING, UNPAIRED_SURROGATE);
        }
    }

    private JsonNumber number(boolean integer) {
        try {
            int length = parser.getStringLength();
            return integer && length <= NumberLiteral.MAX_LENGTH
                    ? NumberLiteral.ofValidInteger(parser.getStringCharacters(), parser.getStringOffset(), length)
                    : NumberLiteral.ofValid(parser.getString());
        } catch (JsonParseException e) {
            throw failure(e.reason(), e.getMessage());
        }
    }

    private JsonParseException failure(Reason reason, @Nullable String what) {
        return JsonParseException.at(reason, String.valueOf(what), location(parser.currentTokenLocation()));
    }

    private static Location location(TokenStreamLocation where) {
        return new Location(where.getCharOffset(), where.getLineNr(), where.getColumnNr());
    }

    private static String excerpt(String name) {
        if (name.length() <= EXCERPT_LENGTH) {
            return Json.of(name).toString();
        }
        boolean splitsPair = Character.isHighSurrogate(name.charAt(EXCERPT_LENGTH - 1));
        return Json.of(name.substring(0, splitsPair ? EXCERPT_LENGTH - 1 : EXCERPT_LENGTH) + "…")
                .toString();
    }
}
