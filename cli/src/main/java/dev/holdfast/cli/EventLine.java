package dev.holdfast.cli;

import dev.holdfast.cli.process.Screen;
import dev.holdfast.cli.process.Screen.Ink;
import dev.holdfast.json.JsonObject;

/** An event on one line; on a terminal in colours, and no longer than the line. */
final class EventLine {
    private EventLine() {}

    static String of(JsonObject event, Screen screen) {
        String note = event.string("note");
        String begin = "%6s  ".formatted(event.get("revision"));
        String at = event.string("at") + "  ";
        String actor = "%-20s ".formatted(Screen.plain(String.valueOf(event.string("actor"))));
        String type = "%-10s ".formatted(event.string("type"));
        String keys = Screen.plain(String.valueOf(event.get("keys")));
        String rest = note == null ? keys : keys + "  " + Screen.plain(note);
        int used = begin.length() + at.length() + type.length() + actor.codePointCount(0, actor.length());
        return begin
                + screen.painted(Ink.QUIET, at)
                + actor
                + screen.painted(ink(type.strip()), type)
                + (screen.isTerminal() ? Screen.cut(rest, Math.max(1, screen.columns() - used)) : rest);
    }

    private static Ink ink(String type) {
        return switch (type) {
            case "created", "written", "merged", "answered" -> Ink.GOOD;
            case "closed", "expired", "erased", "lapsed" -> Ink.BAD;
            case "undone", "redone", "restored", "asked" -> Ink.NOTABLE;
            default -> Ink.STRONG;
        };
    }
}
