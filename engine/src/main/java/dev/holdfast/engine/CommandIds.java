package dev.holdfast.engine;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The ids that make a retried command the same command. Models do not invent good ones, so answers carry fresh ones. */
final class CommandIds {
    static final int LONGEST = 200;
    private static final int LENGTH = 12;
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private CommandIds() {}

    /** A fresh id: 60 random bits, plenty for one principal's calls to one state. */
    static String mint(RandomGenerator random) {
        long bits = random.nextLong();
        char[] id = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            id[i] = ALPHABET[(int) (bits & 31)];
            bits >>>= 5;
        }
        return new String(id);
    }

    /** An id as given by a caller, checked. */
    static @Nullable String checked(@Nullable String id) {
        if (id != null && (id.isBlank() || id.length() > LONGEST)) {
            throw Failure.invalid("op", "op is a string of 1 to " + LONGEST + " characters; leave it out for none.")
                    .toException();
        }
        return id;
    }
}
