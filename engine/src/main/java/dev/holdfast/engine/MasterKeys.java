package dev.holdfast.engine;

import dev.holdfast.engine.internal.seal.SecretKeyMaster;
import dev.holdfast.engine.local.FileOwner;
import dev.holdfast.engine.spi.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Master keys whose bytes are given: 32 random bytes as text, in base64, base64url or hexadecimal, such as
 * {@code openssl rand -base64 32} prints. A service that keeps its keys to itself implements {@link MasterKey}.
 */
public final class MasterKeys {
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{43}=?");
    private static final int LONGEST_FILE = 1_024;

    private MasterKeys() {}

    /**
     * The key that a text stands for.
     *
     * @param text white space around it does not matter
     * @throws IllegalArgumentException if it is not a key; the message does not quote it
     */
    public static MasterKey parse(String text) {
        String key = text.strip();
        if (HEXADECIMAL.matcher(key).matches()) {
            return new SecretKeyMaster(HexFormat.of().parseHex(key));
        } else if (BASE64.matcher(key).matches()) {
            return new SecretKeyMaster(
                    Base64.getUrlDecoder().decode(key.replace('+', '-').replace('/', '_')));
        }
        throw new IllegalArgumentException("a master key is " + SecretKeyMaster.BYTES
                + " random bytes in base64 or hexadecimal, such as openssl rand -base64 32 prints");
    }

    /**
     * The key in a file that only its owner can read.
     *
     * @throws IllegalArgumentException if there is no key in it, it is another user's, or others can read it, saying
     *     what to do
     * @throws IOException if it cannot be read
     */
    public static MasterKey file(Path file) throws IOException {
        requirePrivate(file);
        if (Files.size(file) > LONGEST_FILE) {
            throw new IllegalArgumentException(file + " is too long for a master key");
        }
        String text = Files.readString(file);
        requirePrivate(file); // Again: in a folder that others can write to it may just have been replaced.
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in " + file + " is no master key: " + e.getMessage(), e);
        }
    }

    /**
     * The key in an environment variable. Other programs of the same user can read it, and so can those that this one
     * starts: a file is better where there can be one.
     *
     * @param environment as {@link System#getenv()} tells it
     * @throws IllegalArgumentException if it is not set, or holds no key
     */
    public static MasterKey variable(String name, Map<String, String> environment) {
        String text = environment.get(name);
        if (text == null) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in " + name + " is no master key: " + e.getMessage(), e);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        String objection = FileOwner.objectionToSecret(file);
        if (objection != null) {
            throw new IllegalArgumentException(file + " " + objection);
        }
    }
}
