package dev.holdfast.cli.attach;

import dev.holdfast.cli.attach.JsoncValue.Member;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings in JSON. An entry becomes the first of its object: so no comma of another is touched, and every comment
 * stays beside what it is about.
 */
final class JsoncText implements SettingsText {
    private static final Pattern INDENTED = Pattern.compile("(?m)^([ \\t]+)\"");

    private final String text;
    private final List<String> container;
    private final @Nullable JsoncValue root;
    private final String lineEnd;
    private final String unit;

    JsoncText(String text, List<String> container, boolean lenient) {
        this.text = text;
        this.container = container;
        this.root = JsoncReader.read(text, lenient);
        this.lineEnd = SettingsText.lineEnd(text);
        Matcher indented = INDENTED.matcher(text);
        this.unit = indented.find() ? indented.group(1) : "  ";
        if (root == null && !text.isBlank()) {
            throw new SettingsProblem("there are comments and no object");
        } else if (root != null) {
            root.all(text);
        }
    }

    @Override
    public boolean hasContainer() {
        return holder() != null;
    }

    @Override
    public @Nullable JsonObject find(String name) {
        JsoncValue holder = holder();
        Member member = holder == null ? null : holder.member(text, name);
        if (member == null) {
            return null;
        } else if (member.value().json() instanceof JsonObject entry) {
            return entry;
        }
        throw SettingsProblem.at(text, member.start(), "\"" + name + "\" is no object");
    }

    @Override
    public String with(String name, JsonObject entry) {
        if (root == null) {
            return EntryLayout.lines(nested(0, name, entry), "", unit, lineEnd) + lineEnd;
        }
        JsoncValue at = root;
        for (int i = 0; i < container.size(); i++) {
            Member next = at.member(text, container.get(i));
            if (next == null) {
                return inserted(
                        at,
                        container.get(i),
                        Objects.requireNonNull(nested(i, name, entry).get(container.get(i))));
            }
            at = next.value();
        }
        Member old = at.member(text, name);
        if (old == null) {
            return inserted(at, name, entry);
        }
        String indent = indentOf(old.start());
        boolean inline = !text.substring(SettingsText.lineStart(text, old.start()), old.start())
                .isBlank();
        return SettingsText.spliced(
                text,
                old.value().start(),
                old.value().end(),
                inline ? EntryLayout.line(entry) : EntryLayout.lines(entry, indent, unit, lineEnd));
    }

    @Override
    public String without(String name, boolean emptied) {
        JsoncValue parent = Objects.requireNonNull(root);
        JsoncValue holder = Objects.requireNonNull(holder());
        String gone = name;
        if (emptied && holder.all(text).size() == 1) {
            for (String outer : container.subList(0, container.size() - 1)) {
                parent = Objects.requireNonNull(parent.member(text, outer)).value();
            }
            holder = parent;
            gone = container.getLast();
        }
        return removed(holder, Objects.requireNonNull(holder.member(text, gone)));
    }

    private @Nullable JsoncValue holder() {
        JsoncValue at = root;
        for (String name : container) {
            Member next = at == null ? null : at.member(text, name);
            at = next == null ? null : next.value();
        }
        if (at != null) {
            at.all(text);
        }
        return at;
    }

    private JsonObject nested(int from, String name, JsonObject entry) {
        JsonObject value = JsonObject.of(name, entry);
        for (int i = container.size() - 1; i >= from; i--) {
            value = JsonObject.of(container.get(i), value);
        }
        return value;
    }

    private String inserted(JsoncValue object, String name, Json value) {
        List<Member> members = object.all(text);
        String outer = indentOf(object.start());
        String head = Json.of(name) + ": ";
        int line = lineWithin(object);
        if (members.isEmpty() && isBlank(object.start() + 1, object.end() - 1)) {
            String indent = outer + unit;
            String body = lineEnd + indent + head + EntryLayout.lines(value, indent, unit, lineEnd) + lineEnd + outer;
            return SettingsText.spliced(text, object.start() + 1, object.end() - 1, body);
        } else if (members.isEmpty()) {
            String indent = outer + unit;
            return line < 0
                    ? SettingsText.spliced(text, object.end() - 1, object.end() - 1, head + EntryLayout.line(value))
                    : SettingsText.spliced(
                            text,
                            line,
                            line,
                            indent + head + EntryLayout.lines(value, indent, unit, lineEnd) + lineEnd);
        }
        int first = members.getFirst().start();
        if (line < 0 || line > first) {
            return SettingsText.spliced(text, first, first, head + EntryLayout.line(value) + ", ");
        }
        String indent = indentOf(first);
        String body = indent + head + EntryLayout.lines(value, indent, unit, lineEnd) + "," + lineEnd;
        return SettingsText.spliced(text, line, line, body);
    }

    private String removed(JsoncValue object, Member member) {
        List<Member> members = object.all(text);
        int index = members.indexOf(member);
        int start = member.start();
        int end = member.value().end();
        int comma = comma(end, object.end());
        if (comma < 0 && index > 0) {
            // The last one: the comma before it goes, which stands behind the value before, but no comment does.
            int before = comma(members.get(index - 1).value().end(), start);
            String without = removedLine(start, end);
            return SettingsText.spliced(without, before, before + 1, "");
        } else if (comma < 0) {
            boolean alone = isBlank(object.start() + 1, start) && isBlank(end, object.end() - 1);
            return alone
                    ? SettingsText.spliced(text, object.start() + 1, object.end() - 1, "")
                    : removedLine(start, end);
        }
        String whole = removedLine(start, comma + 1);
        boolean line = !whole.equals(SettingsText.spliced(text, start, comma + 1, ""));
        int space = text.startsWith(" ", comma + 1) ? 1 : 0;
        return line ? whole : SettingsText.spliced(text, start, comma + 1 + space, "");
    }

    /** Without a stretch, and without its lines if nothing else is on them. */
    private String removedLine(int start, int end) {
        int first = SettingsText.lineStart(text, start);
        int last = SettingsText.nextLine(text, end);
        boolean whole = isBlank(first, start)
                && isBlank(end, last)
                && text.substring(end, last).contains("\n");
        return whole ? SettingsText.spliced(text, first, last, "") : SettingsText.spliced(text, start, end, "");
    }

    /** Where the next comma is, behind white space and comments; -1 if something else comes. */
    private int comma(int from, int end) {
        int at = from;
        while (at < end) {
            if (text.startsWith("//", at)) {
                at = SettingsText.nextLine(text, at);
            } else if (text.startsWith("/*", at)) {
                at = text.indexOf("*/", at) + 2;
            } else if (text.charAt(at) == ',') {
                return at;
            } else if (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else {
                return -1;
            }
        }
        return -1;
    }

    /** Where the line after the one of a bracket begins, if nothing but a comment is behind it there; else -1. */
    private int lineWithin(JsoncValue object) {
        int at = object.start() + 1;
        int end = SettingsText.nextLine(text, at);
        while (at < end) {
            if (text.startsWith("//", at)) {
                at = end;
            } else if (text.startsWith("/*", at)) {
                at = text.indexOf("*/", at) + 2;
            } else if (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else {
                return -1;
            }
        }
        return at == end && text.charAt(end - 1) == '\n' ? end : -1;
    }

    private boolean isBlank(int start, int end) {
        return text.substring(start, end).isBlank();
    }

    private String indentOf(int offset) {
        int start = SettingsText.lineStart(text, offset);
        int end = start;
        while (end < text.length() && " \t".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return text.substring(start, end);
    }
}
