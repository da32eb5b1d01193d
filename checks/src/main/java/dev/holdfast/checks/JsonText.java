package dev.holdfast.checks;

/** How tests write JSON: with single quotes, so that no quote needs a backslash. */
public final class JsonText {
    private JsonText() {}

    /**
     * The text with a double quote for each single quote: {@code {'a':''}} gives {@code {"a":""}}.
     *
     * <p>A literal single quote is written after a backslash, which JSON does not use as an escape: {@code 'it\'s'}
     * gives {@code "it's"}. Other escapes and double quotes are unchanged, so the text of a JSON value can be inserted.
     * The result is not checked, since tests of parsers need invalid JSON.
     */
    public static String json(String singleQuoted) {
        StringBuilder text = new StringBuilder(singleQuoted.length());
        for (int at = 0; at < singleQuoted.length(); at++) {
            char c = singleQuoted.charAt(at);
            if (c == '\\' && at + 1 < singleQuoted.length()) {
                at++;
                char escaped = singleQuoted.charAt(at);
                text.append(escaped == '\'' ? "'" : "\\" + escaped);
            } else {
                text.append(c == '\'' ? '"' : c);
            }
        }
        return text.toString();
    }
}
