package dev.holdfast.engine.internal.workflow;

import java.util.Locale;

/** Splits an expression into names, texts in quotes, and single other characters. Not thread-safe. */
final class CelTokens {
    private final String source;
    private int at;

    CelTokens(String source) {
        this.source = source;
    }

    /** The next token, without white space and comments before it; empty at the end. */
    String next() {
        skip();
        if (at >= source.length()) {
            return "";
        }
        int start = at;
        int quote = quoteAt(start);
        if (quote >= 0) {
            at = quote;
            endText(start < quote
                    && source.substring(start, quote).toLowerCase(Locale.ROOT).contains("r"));
        } else if (isInName(source.charAt(start))) {
            while (at < source.length() && isInName(source.charAt(at))) {
                at++;
            }
        } else {
            at++;
        }
        return source.substring(start, at);
    }

    static boolean isName(String token) {
        return !token.isEmpty() && isInName(token.charAt(0)) && !Character.isDigit(token.charAt(0)) && !isText(token);
    }

    /** Whether a token is a text that stands for what it looks like: no prefix, no escapes, one quote at each end. */
    static boolean isPlainText(String token) {
        return token.length() > 2 && isQuote(token.charAt(0)) && !isQuote(token.charAt(1)) && token.indexOf('\\') < 0;
    }

    private static boolean isText(String token) {
        return isQuote(token.charAt(token.length() - 1));
    }

    private void skip() {
        while (at < source.length()) {
            if (source.startsWith("//", at)) {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (Character.isWhitespace(source.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    /** Where the quote is of a text that begins here, after a prefix as in {@code r"…"}; -1 if none begins. */
    private int quoteAt(int start) {
        for (int quote = start; quote < source.length() && quote <= start + 2; quote++) {
            if (isQuote(source.charAt(quote))) {
                return quote;
            } else if ("rRbB".indexOf(source.charAt(quote)) < 0) {
                return -1;
            }
        }
        return -1;
    }

    /** Goes behind the end of the text whose quote is here. */
    private void endText(boolean raw) {
        String one = source.substring(at, at + 1);
        String end = source.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
        at += end.length();
        while (at < source.length() && !source.startsWith(end, at)) {
            at += source.charAt(at) == '\\' && !raw ? 2 : 1;
        }
        at = Math.min(source.length(), at + end.length());
    }

    private static boolean isQuote(char character) {
        return character == '"' || character == '\'';
    }

    private static boolean isInName(char character) {
        return character == '_'
                || (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
