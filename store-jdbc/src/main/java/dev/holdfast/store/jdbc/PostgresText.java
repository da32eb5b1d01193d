package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.StateHeader;
import org.jspecify.annotations.Nullable;

/**
 * Text as PostgreSQL keeps it: it has no U+0000. Here U+0001 stands before the two characters that need it, and U+0002
 * for U+0000. What is kept as JSON needs none of this.
 */
final class PostgresText {
    private static final char MARK = '\u0001';
    private static final char ZERO = '\u0002';

    private PostgresText() {}

    static String encode(String text) {
        if (text.indexOf('\0') < 0 && text.indexOf(MARK) < 0) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0' || c == MARK) {
                encoded.append(MARK);
            }
            encoded.append(c == '\0' ? ZERO : c);
        }
        return encoded.toString();
    }

    static @Nullable String encodeIfPresent(@Nullable String text) {
        return text == null ? null : encode(text);
    }

    static String decode(String text) {
        if (text.indexOf(MARK) < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean marked = text.charAt(i) == MARK && i + 1 < text.length();
            char c = text.charAt(marked ? ++i : i);
            decoded.append(marked && c == ZERO ? '\0' : c);
        }
        return decoded.toString();
    }

    /** A header whose columns were read as they are kept. */
    static StateHeader decode(StateHeader kept) {
        String name = kept.name();
        return kept.owner().indexOf(MARK) < 0 && (name == null || name.indexOf(MARK) < 0)
                ? kept
                : new StateHeader(
                        decode(kept.owner()),
                        name == null ? null : decode(name),
                        kept.labels(),
                        kept.readers(),
                        kept.lifetime(),
                        kept.expires(),
                        kept.nextDue(),
                        kept.phase(),
                        kept.bytes(),
                        kept.updated(),
                        kept.keptFor(),
                        kept.waitsFor());
    }
}
