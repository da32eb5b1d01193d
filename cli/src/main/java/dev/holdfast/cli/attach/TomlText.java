package dev.holdfast.cli.attach;

import dev.holdfast.cli.attach.TomlReader.Statement;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings in TOML, where an entry is a table of its own at the end. */
final class TomlText implements SettingsText {
    private final String text;
    private final String container;
    private final List<Statement> statements;

    TomlText(String text, String container) {
        this.text = text;
        this.container = container;
        this.statements = new TomlReader(text).statements();
    }

    @Override
    public boolean hasContainer() {
        return statements.stream().anyMatch(each -> each.path().getFirst().equals(container));
    }

    @Override
    public @Nullable JsonObject find(String name) {
        JsonObject found = null;
        for (Statement each : statements) {
            List<String> path = each.path();
            if (path.size() == 1
                    && each.isAbout(container)
                    && each.value() instanceof JsonObject all
                    && all.has(name)) {
                return all.object(name);
            } else if (each.isAbout(container, name)) {
                found = found == null ? JsonObject.EMPTY : found;
                if (path.size() == 2 && each.value() instanceof JsonObject whole) {
                    return whole;
                } else if (path.size() > 2) {
                    Json value = each.value();
                    found = found.with(path.get(2), value == null || path.size() > 3 ? JsonObject.EMPTY : value);
                }
            }
        }
        return found;
    }

    @Override
    public String with(String name, JsonObject entry) {
        String lineEnd = SettingsText.lineEnd(text);
        String block = entry.entries().stream()
                .map(each -> each.getKey() + " = " + EntryLayout.line(each.getValue()))
                .collect(Collectors.joining(lineEnd, header(name) + lineEnd, ""));
        if (find(name) != null) {
            Stretch stretch = stretch(name);
            String end = text.startsWith("\n", stretch.end() - 1) ? lineEnd : "";
            return SettingsText.spliced(text, stretch.start(), stretch.end(), block + end);
        }
        boolean inline = statements.stream()
                .anyMatch(each -> each.path().equals(List.of(container)) && (each.value() != null || each.array()));
        if (inline) {
            throw new SettingsProblem(container + " is written on one line, to which no table can be added");
        } else if (text.isEmpty()) {
            return block + lineEnd;
        }
        return text.endsWith("\n") ? text + lineEnd + block + lineEnd : text + lineEnd + lineEnd + block;
    }

    @Override
    public String without(String name, boolean emptied) {
        Stretch stretch = stretch(name);
        int start = stretch.start();
        String lineEnd = SettingsText.lineEnd(text);
        boolean unended = !text.endsWith("\n") && stretch.end() == text.length();
        String before = text.substring(0, start);
        if (before.endsWith(lineEnd + lineEnd) && unended) {
            start -= 2 * lineEnd.length();
        } else if (before.equals(lineEnd) || before.endsWith("\n" + lineEnd)) {
            start -= lineEnd.length();
        }
        return SettingsText.spliced(text, start, stretch.end(), "");
    }

    private String header(String name) {
        return "[" + container + "."
                + (name.matches("[A-Za-z0-9_-]+") ? name : Json.of(name).toString()) + "]";
    }

    private record Stretch(int start, int end) {}

    /** The lines of the table of an entry, and of the tables in it. */
    private Stretch stretch(String name) {
        int first = -1;
        int last = -1;
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).isAbout(container, name)) {
                boolean follows = first < 0 ? statements.get(i).isHeader() : last == i - 1;
                if (!follows || statements.get(i).array()) {
                    throw SettingsProblem.at(
                            text, statements.get(i).start(), name + " is written in a form that is not changed here");
                }
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            throw new SettingsProblem(name + " is written in a form that is not changed here");
        }
        return new Stretch(statements.get(first).start(), statements.get(last).end());
    }
}
