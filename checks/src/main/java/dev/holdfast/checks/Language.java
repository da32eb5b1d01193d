package dev.holdfast.checks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The languages of the repository's sources, as far as the rules need to know them. */
enum Language {
    JAVA("\"\"\"[\\s\\S]*?\"\"\"|" + Language.DOUBLE_QUOTED + "|" + Language.SINGLE_QUOTED + "|" + Language.C_COMMENT) {
        @Override
        String counted(String line) {
            return line.startsWith("import ") || line.startsWith("package ") ? "" : line;
        }
    },
    JAVASCRIPT(Language.DOUBLE_QUOTED + "|" + Language.SINGLE_QUOTED + "|`[^`]*`|" + Language.C_COMMENT),
    SHELL(Language.DOUBLE_QUOTED + "|'[^']*'|(?<![^\\s])#[^\\n]*"),
    MARKDOWN("[\\s\\S]+") {
        @Override
        List<String> countedLines(String text) {
            return withoutCode(text).lines().map(this::counted).toList();
        }

        @Override
        String counted(String line) {
            boolean table = line.strip().startsWith("|");
            return table ? "" : LINK_TARGET.matcher(line).replaceAll("");
        }

        @Override
        List<Prose> prose(String text) {
            String prose = INLINE_CODE.matcher(withoutCode(text)).replaceAll("`…`");
            return super.prose(LINK_TARGET.matcher(prose).replaceAll(""));
        }
    };

    private static final String DOUBLE_QUOTED = "\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"";
    private static final String SINGLE_QUOTED = "'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'";
    private static final String C_COMMENT = "//[^\\n]*|/\\*[\\s\\S]*?\\*/";
    private static final Pattern FENCED_CODE = Pattern.compile("(?m)^( *)(```|~~~)[\\s\\S]*?^\\1\\2");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\\n]+`");
    private static final Pattern LINK_TARGET = Pattern.compile("(?<=\\])(\\([^)\\s]*\\)|: \\S+)|<?https?://\\S+");
    private static final Pattern QUOTES = Pattern.compile("^[\"'`]+|[\"'`]+$");
    private static final Pattern LINE_BREAK = Pattern.compile("\\n");

    private final Pattern pieces;

    Language(String pieces) {
        this.pieces = Pattern.compile(pieces);
    }

    /** Reads the first line of a file; called if its name does not determine the language. */
    interface FirstLine {
        String read() throws IOException;
    }

    static Optional<Language> of(String name, FirstLine firstLine) throws IOException {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "java" -> Optional.of(JAVA);
            case "js", "mjs" -> Optional.of(JAVASCRIPT);
            case "sh" -> Optional.of(SHELL);
            case "md" -> Optional.of(MARKDOWN);
            default -> file.contains(".") ? Optional.empty() : ofScript(firstLine.read());
        };
    }

    private static Optional<Language> ofScript(String firstLine) {
        if (!firstLine.startsWith("#!")) {
            return Optional.empty();
        }
        return firstLine.contains("node") ? Optional.of(JAVASCRIPT) : Optional.of(SHELL);
    }

    /** The lines without the parts that do not count towards the limit because they cannot be wrapped. */
    List<String> countedLines(String text) {
        return text.lines().map(this::counted).toList();
    }

    String counted(String line) {
        return line;
    }

    /** Comments, and literals of several words; a literal of one word counts as data. */
    List<Prose> prose(String text) {
        List<Prose> prose = new ArrayList<>();
        int line = 1;
        int from = 0;
        for (MatchResult found : pieces.matcher(text).results().toList()) {
            line += lineBreaks(text.substring(from, found.start()));
            from = found.start();
            String piece = QUOTES.matcher(found.group()).replaceAll("");
            if (piece.strip().contains(" ")) {
                prose.add(new Prose(line, piece));
            }
        }
        return prose;
    }

    static int lineBreaks(String text) {
        return (int) LINE_BREAK.matcher(text).results().count();
    }

    /** The text with empty lines in place of code blocks, so that line numbers stay. */
    private static String withoutCode(String text) {
        return FENCED_CODE.matcher(text).replaceAll(found -> "\n".repeat(lineBreaks(found.group())));
    }
}
