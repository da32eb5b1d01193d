package dev.holdfast.engine.internal.call;

import java.util.random.RandomGenerator;

/** Fresh command ids. Models do not invent good ones, so answers carry them. */
final class FreshIds {
    private static final int LENGTH = 12;
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private FreshIds() {}

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
}
