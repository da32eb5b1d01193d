package dev.holdfast.engine.internal.workflow;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which steps an expression refers to, as {@code steps.NAME} or {@code steps["NAME"]}, told from its text alone.
 *
 * @param names the steps
 * @param open whether it refers to {@code steps} in another way, so that it cannot be told which it needs
 */
record References(SortedSet<String> names, boolean open) {
    /** The references of an expression that compiles. Linear in its length. */
    static References of(String expression) {
        CelTokens tokens = new CelTokens(expression);
        SortedSet<String> names = new TreeSet<>();
        boolean open = false;
        String before = "";
        for (String token = tokens.next(); !token.isEmpty(); token = tokens.next()) {
            if (token.equals("steps") && !before.equals(".")) {
                String name = name(tokens);
                open |= name.isEmpty();
                names.add(name);
                token = "]";
            }
            before = token;
        }
        names.remove("");
        return new References(Collections.unmodifiableSortedSet(names), open);
    }

    /** The name that follows {@code steps}; empty if another thing does. */
    private static String name(CelTokens tokens) {
        return switch (tokens.next()) {
            case "." -> {
                String name = tokens.next();
                yield CelTokens.isName(name) ? name : "";
            }
            case "[" -> {
                String text = tokens.next();
                boolean closed = tokens.next().equals("]");
                yield closed && CelTokens.isPlainText(text) ? text.substring(1, text.length() - 1) : "";
            }
            default -> "";
        };
    }
}
