package dev.holdfast.cli.definition;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** What keeps a text from being YAML that stands for a JSON value, and where: line and column count from 1. */
final class YamlProblem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 200;

    private YamlProblem(String message) {
        super(message, null, false, true);
    }

    static YamlProblem at(Optional<Mark> where, String what) {
        return new YamlProblem(cut(what)
                + where.map(mark -> place(mark.getLine() + 1L, mark.getColumn() + 1L))
                        .orElse(""));
    }

    /**
     * A problem of one character.
     *
     * @param offset where it stands, in code points
     */
    static YamlProblem at(String text, int offset, String what) {
        int end = text.offsetByCodePoints(0, Math.min(offset, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int lineStart = before.lastIndexOf('\n') + 1;
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        return new YamlProblem(cut(what) + place(line, 1L + before.codePointCount(lineStart, end)));
    }

    private static String place(long line, long column) {
        return " at line " + line + ", column " + column;
    }

    /** The parser quotes the text, which may be long and may steer a terminal. */
    private static String cut(String what) {
        String plain = what.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
