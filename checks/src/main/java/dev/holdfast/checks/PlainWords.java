package dev.holdfast.checks;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words and phrases that slow down readers of technical English. The list has only words that are never needed. */
final class PlainWords {
    private static final List<String> OTHERS = List.of(
            "be-had",
            "what-is-not-done",
            "whoever",
            "whomever",
            "whosoever",
            "nobody",
            "somebody",
            "anybody",
            "everybody",
            "thereof",
            "therein",
            "thereto",
            "whereof",
            "wherein",
            "herein",
            "hereof",
            "whence",
            "thence",
            "lest",
            "at-hand",
            "in-vain");

    /** What may separate two words of a phrase: white space, and the prefix of a comment's next line. */
    private static final String GAP = "(?:\\s|[*#]|//)+";

    /** Names and data such as {@code @word}, {@code 'word'} and {@code word/1} do not count, but a genitive does. */
    private static final Pattern PATTERN = Pattern.compile(
            "(?i)(?<![\\w@/'\"`{.-])(?:" + String.join("|", OTHERS).replace("-", GAP) + ")(?![\\w/\"`-]|'(?!s\\b))");

    private PlainWords() {}

    /** A word found, in the line where it begins. */
    record Found(int line, String words) {}

    static List<Found> others(List<Prose> prose) {
        return prose.stream().flatMap(PlainWords::others).toList();
    }

    private static Stream<Found> others(Prose prose) {
        String text = prose.text();
        return PATTERN.matcher(text)
                .results()
                .map(found -> new Found(
                        prose.line() + Language.lineBreaks(text.substring(0, found.start())),
                        found.group().replaceAll(GAP, " ")));
    }
}
