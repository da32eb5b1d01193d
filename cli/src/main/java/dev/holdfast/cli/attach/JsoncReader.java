package dev.holdfast.cli.attach;

import dev.holdfast.cli.attach.JsoncValue.Member;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON, with comments and trailing commas if they are allowed, and says where each value stands. */
final class JsoncReader {
    private static final int MOST_LEVELS = 200;

    private final String text;
    private final boolean lenient;
    private int at;

    private JsoncReader(String text, boolean lenient) {
        this.text = text;
        this.lenient = lenient;
    }

    /** The value of the text, or null if it holds nothing but white space and comments. */
    static @Nullable JsoncValue read(String text, boolean lenient) {
        JsoncReader reader = new JsoncReader(text, lenient);
        reader.skip();
        if (reader.at == text.length()) {
            return null;
        }
        JsoncValue value = reader.value(0);
        reader.skip();
        if (reader.at < text.length()) {
            throw reader.problem("there is more after the value");
        }
        return value;
    }

    private JsoncValue value(int level) {
        if (level > MOST_LEVELS) {
            throw problem("it is nested too deep");
        }
        return switch (peek()) {
            case '{' -> object(level);
            case '[' -> array(level);
            case '"' -> string();
            default -> word();
        };
    }

    private JsoncValue object(int level) {
        int start = at++;
        List<Member> members = new ArrayList<>();
        while (more('}', members.isEmpty())) {
            if (peek() != '"') {
                throw problem("a name is expected");
            }
            JsoncValue name = string();
            skip();
            take(':');
            skip();
            members.add(new Member(((JsonString) name.json()).value(), name.start(), value(level + 1)));
        }
        return lastOnes(start, members);
    }

    /** Of members with one name the last counts, as for those who read the settings. */
    private JsoncValue lastOnes(int start, List<Member> members) {
        try {
            return JsoncValue.object(start, at, members);
        } catch (IllegalArgumentException e) {
            throw SettingsProblem.at(text, start, "the object has a name that is no text");
        }
    }

    private JsoncValue array(int level) {
        int start = at++;
        List<Json> elements = new ArrayList<>();
        while (more(']', elements.isEmpty())) {
            elements.add(value(level + 1).json());
        }
        return new JsoncValue(start, at, JsonArray.copyOf(elements), null);
    }

    /** Goes to the next element, or behind the end. */
    private boolean more(char end, boolean first) {
        skip();
        if (!first && peek() != end) {
            take(',');
            skip();
            if (peek() == end && !lenient) {
                throw problem("a comma before the end, which this host does not read");
            }
        }
        if (peek() != end) {
            return true;
        }
        at++;
        return false;
    }

    private JsoncValue string() {
        int start = at++;
        while (peek() != '"') {
            at += peek() == '\\' ? 2 : 1;
        }
        at++;
        return scalar(start);
    }

    private JsoncValue word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw problem("a value is expected");
        }
        return scalar(start);
    }

    private JsoncValue scalar(int start) {
        try {
            return new JsoncValue(start, at, Json.parse(text.substring(start, at)), null);
        } catch (JsonParseException e) {
            throw SettingsProblem.at(text, start, "this is no JSON value");
        }
    }

    private void skip() {
        while (at < text.length()) {
            if (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else if (text.startsWith("//", at) || text.startsWith("/*", at)) {
                comment();
            } else {
                return;
            }
        }
    }

    private void comment() {
        if (!lenient) {
            throw problem("a comment, which this host does not read");
        }
        boolean line = text.charAt(at + 1) == '/';
        int end = text.indexOf(line ? "\n" : "*/", at + 2);
        if (end < 0 && !line) {
            throw problem("the comment has no end");
        }
        at = end < 0 ? text.length() : line ? end : end + 2;
    }

    private char peek() {
        if (at >= text.length()) {
            throw problem("it ends too early");
        }
        return text.charAt(at);
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw problem("'" + expected + "' is expected");
        }
        at++;
    }

    private SettingsProblem problem(String message) {
        return SettingsProblem.at(text, at, message);
    }
}
