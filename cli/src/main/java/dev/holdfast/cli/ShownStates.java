package dev.holdfast.cli;

import dev.holdfast.cli.process.Screen;
import dev.holdfast.cli.process.Screen.Ink;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** States as a table for a terminal: the columns that fit, and names cut before anything else runs over. */
final class ShownStates {
    private static final String GAP = "  ";
    private static final int SHORTEST_NAME = 12;
    private static final int SECONDS = "2026-08-01T10:00:00".length();

    private static final Column NAME = new Column("NAME", ShownStates::name, Ink.STRONG, false);
    private static final Column HANDLE = new Column("HANDLE", state -> text(state, "handle"), null, false);

    /** What else there is, the most wanted first. */
    private static final List<Column> MORE = List.of(
            new Column("REVISION", state -> text(state, "revision"), null, true),
            new Column("CHANGED", state -> time(state, "updated_at"), Ink.QUIET, false),
            new Column("BYTES", state -> text(state, "bytes"), null, true),
            new Column("EXPIRES", state -> time(state, "expires_at"), Ink.NOTABLE, false),
            new Column("OWNER", state -> text(state, "owner"), null, false));

    private final List<JsonObject> states;
    private final Screen screen;

    /** @param ink null for the ordinary one */
    private record Column(
            String head,
            Function<JsonObject, String> cell,
            @Nullable Ink ink,
            boolean right) {
        int width(List<JsonObject> states) {
            return states.stream().map(cell).mapToInt(ShownStates::signs).reduce(head.length(), Math::max);
        }

        boolean isEmpty(List<JsonObject> states) {
            return states.stream().map(cell).allMatch(String::isEmpty);
        }
    }

    ShownStates(List<JsonObject> states, Screen screen) {
        this.states = states;
        this.screen = screen;
    }

    /** The head and a line for each state; nothing where there is none. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (states.isEmpty()) {
            return lines;
        }
        List<Column> columns = fitting();
        List<Integer> widths =
                columns.stream().map(column -> column.width(states)).toList();
        int others = widths.subList(1, widths.size()).stream()
                .mapToInt(each -> each + GAP.length())
                .sum();
        int name = Math.max(SHORTEST_NAME, Math.min(widths.getFirst(), screen.columns() - others));
        lines.add(screen.painted(Ink.QUIET, line(columns, widths, name, Column::head, false)));
        for (JsonObject state : states) {
            lines.add(line(columns, widths, name, column -> column.cell().apply(state), true));
        }
        return lines;
    }

    private List<Column> fitting() {
        List<Column> columns = new ArrayList<>(List.of(NAME, HANDLE));
        int used = Math.min(NAME.width(states), SHORTEST_NAME) + GAP.length() + HANDLE.width(states);
        for (Column column : MORE) {
            used += GAP.length() + column.width(states);
            if (used > screen.columns()) {
                break;
            }
            if (column.isEmpty(states)) {
                used -= GAP.length() + column.width(states);
            } else {
                columns.add(column);
            }
        }
        return columns;
    }

    private String line(
            List<Column> columns, List<Integer> widths, int name, Function<Column, String> cell, boolean painted) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            int width = i == 0 ? name : widths.get(i);
            String text = Screen.cut(cell.apply(column), width);
            String room = " ".repeat(width - signs(text));
            String shown = painted && column.ink() != null ? screen.painted(column.ink(), text) : text;
            line.append(i == 0 ? "" : GAP).append(column.right() ? room + shown : shown + room);
        }
        return line.toString().stripTrailing();
    }

    private static int signs(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String name(JsonObject state) {
        String name = state.string("name");
        return name == null ? "" : "@" + Screen.plain(name);
    }

    private static String text(JsonObject state, String member) {
        String text = state.string(member);
        return text != null ? Screen.plain(text) : state.has(member) ? String.valueOf(state.get(member)) : "";
    }

    /** To the second. */
    private static String time(JsonObject state, String member) {
        String time = state.string(member);
        return time == null ? "" : time.substring(0, Math.min(time.length(), SECONDS)) + "Z";
    }
}
