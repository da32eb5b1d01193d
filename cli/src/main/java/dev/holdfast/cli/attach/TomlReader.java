package dev.holdfast.cli.attach;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonParseException;
import dev.holdfast.json.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads TOML into its statements and says where each stands. Numbers and times are read as their text. */
final class TomlReader {
    private static final int MOST_LEVELS = 100;
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern WORD = Pattern.compile("true|false|[+-]?(inf|nan)"
            + "|\\d{4}-\\d\\d-\\d\\d([Tt ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?([Zz]|[+-]\\d\\d:\\d\\d)?)?"
            + "|\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+"
            + "|[+-]?\\d[\\d_]*(\\.\\d[\\d_]*)?([eE][+-]?\\d[\\d_]*)?");

    private final String text;
    private int at;

    TomlReader(String text) {
        this.text = text;
    }

    /**
     * A header of a table, or a value.
     *
     * @param path what it is about, from the root on
     * @param value null for a header
     * @param array whether it is a header of one of several tables
     * @param end where the next line begins
     */
    record Statement(List<String> path, @Nullable Json value, boolean array, int start, int end) {
        boolean isHeader() {
            return value == null;
        }

        boolean isAbout(String... beginning) {
            return path.size() >= beginning.length
                    && path.subList(0, beginning.length).equals(List.of(beginning));
        }
    }

    List<Statement> statements() {
        List<Statement> all = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        List<String> table = List.of();
        boolean several = false;
        for (skipLines(); at < text.length(); skipLines()) {
            Statement next = text.charAt(at) == '[' ? header() : assignment(table);
            if (next.isHeader()) {
                table = next.path();
                several |= next.array(); // below an array, tables may come again
            }
            if (!several && !seen.add(next.path())) {
                throw SettingsProblem.at(text, next.start(), String.join(".", next.path()) + " stands there twice");
            }
            all.add(next);
        }
        return all;
    }

    private Statement header() {
        int start = SettingsText.lineStart(text, at);
        boolean array = text.startsWith("[[", at);
        at += array ? 2 : 1;
        List<String> path = keys();
        take(array ? "]]" : "]");
        return new Statement(path, null, array, start, lineEnd());
    }

    private Statement assignment(List<String> table) {
        int start = SettingsText.lineStart(text, at);
        List<String> key = keys();
        take("=");
        skipSpaces();
        Json value = value(0);
        return new Statement(Stream.concat(table.stream(), key.stream()).toList(), value, false, start, lineEnd());
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        do {
            at += keys.isEmpty() ? 0 : 1;
            skipSpaces();
            if (peek() == '"' || peek() == '\'') {
                keys.add(string(peek()));
            } else {
                keys.add(matched(BARE_KEY, "a key"));
            }
            skipSpaces();
        } while (at < text.length() && text.charAt(at) == '.');
        return keys;
    }

    private Json value(int level) {
        if (level > MOST_LEVELS) {
            throw problem("it is nested too deep");
        }
        char c = peek();
        if (text.startsWith("\"\"\"", at) || text.startsWith("'''", at)) {
            return Json.of(longString(text.substring(at, at + 3)));
        } else if (c == '"' || c == '\'') {
            return Json.of(string(c));
        } else if (c == '[') {
            return array(level);
        } else if (c == '{') {
            return table(level);
        }
        String word = matched(WORD, "a value");
        return word.equals("true") || word.equals("false") ? Json.of(word.equals("true")) : Json.of(word);
    }

    private Json array(int level) {
        List<Json> elements = new ArrayList<>();
        at++;
        for (skipLines(); peek() != ']'; skipLines()) {
            elements.add(value(level + 1));
            skipLines();
            if (peek() != ']') {
                take(",");
            }
        }
        at++;
        return JsonArray.copyOf(elements);
    }

    private Json table(int level) {
        JsonObject.Builder members = JsonObject.builder();
        at++;
        for (skipLines(); peek() != '}'; skipLines()) {
            List<String> key = keys();
            take("=");
            skipSpaces();
            members.put(String.join(".", key), value(level + 1));
            skipLines();
            if (peek() != '}') {
                take(",");
            }
        }
        at++;
        return members.build();
    }

    private String string(char quote) {
        int start = at++;
        while (peek() != quote) {
            if (peek() == '\n') {
                throw problem("the text has no end");
            }
            at += peek() == '\\' && quote == '"' ? 2 : 1;
        }
        at++;
        return quote == '"' ? unescaped(start) : text.substring(start + 1, at - 1);
    }

    /** What only TOML can escape stays as it is written: it is compared, and never written again. */
    private String unescaped(int start) {
        String quoted = text.substring(start, at);
        try {
            return ((JsonString) Json.parse(quoted)).value();
        } catch (JsonParseException e) {
            return quoted.substring(1, quoted.length() - 1);
        }
    }

    private String longString(String quotes) {
        int start = at;
        at += 3;
        while (!text.startsWith(quotes, at)) {
            at += peek() == '\\' && quotes.startsWith("\"") ? 2 : 1;
        }
        at += 3;
        for (int i = 0; i < 2 && text.startsWith(quotes.substring(0, 1), at); i++) {
            at++;
        }
        return text.substring(start + 3, at - 3);
    }

    private String matched(Pattern pattern, String what) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw problem(what + " is expected");
        }
        at = matcher.end();
        return matcher.group();
    }

    /** Goes over the rest of a line, which must be empty or a comment. */
    private int lineEnd() {
        skipSpaces();
        int next = SettingsText.nextLine(text, at);
        if (at < text.length()
                && text.charAt(at) != '#'
                && !text.substring(at, next).isBlank()) {
            throw problem("the end of the line is expected");
        }
        at = next;
        return at;
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private void skipLines() {
        while (at < text.length() && " \t\r\n#".indexOf(text.charAt(at)) >= 0) {
            at = text.charAt(at) == '#' ? SettingsText.nextLine(text, at) : at + 1;
        }
    }

    private void take(String expected) {
        skipSpaces();
        if (!text.startsWith(expected, at)) {
            throw problem("'" + expected + "' is expected");
        }
        at += expected.length();
    }

    private char peek() {
        if (at >= text.length()) {
            throw problem("it ends too early");
        }
        return text.charAt(at);
    }

    private SettingsProblem problem(String message) {
        return SettingsProblem.at(text, at, message);
    }
}
