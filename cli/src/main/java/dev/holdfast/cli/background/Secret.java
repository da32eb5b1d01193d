package dev.holdfast.cli.background;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random text that cannot be guessed: 128 bits in hexadecimal. */
final class Secret {
    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
