package dev.holdfast.cli.attach;

import java.util.ArrayList;
import java.util.List;

/** A change of one stretch of a text, as people read it. */
final class ShownChange {
    private static final int CONTEXT = 2;

    private ShownChange() {}

    /** The lines that go, come, and stand beside. */
    static List<String> lines(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> next = after.lines().toList();
        int most = Math.min(old.size(), next.size());
        int same = 0;
        while (same < most && old.get(same).equals(next.get(same))) {
            same++;
        }
        int end = 0;
        while (end < most - same && old.get(old.size() - 1 - end).equals(next.get(next.size() - 1 - end))) {
            end++;
        }
        List<String> lines = new ArrayList<>();
        lines.add("@@ line " + (same + 1) + " @@");
        old.subList(Math.max(0, same - CONTEXT), same).forEach(line -> lines.add("  " + line));
        old.subList(same, old.size() - end).forEach(line -> lines.add("- " + line));
        next.subList(same, next.size() - end).forEach(line -> lines.add("+ " + line));
        old.subList(old.size() - end, Math.min(old.size(), old.size() - end + CONTEXT))
                .forEach(line -> lines.add("  " + line));
        return lines;
    }
}
