package dev.holdfast.rules;

import org.jspecify.annotations.Nullable;

/** Messages of libraries, made safe to pass on. */
final class Texts {
    private static final int LONGEST = 300;

    private Texts() {}

    /** A message of bounded length, or {@code otherwise} if there is none. */
    static String shortened(@Nullable String message, String otherwise) {
        String text = message == null || message.isBlank() ? otherwise : message.strip();
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }
}
