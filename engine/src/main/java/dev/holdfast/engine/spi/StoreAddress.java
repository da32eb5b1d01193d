package dev.holdfast.engine.spi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How addresses of stores are shown. They may hold secrets, such as {@code //user:password@host} and
 * {@code ?password=}, which no output shows. Whatever tells people of a store or of a failure goes through here.
 */
public final class StoreAddress {
    private static final String HIDDEN = "***";

    /** Who logs in, up to the last at-sign, since a password may hold one. An address without a host has no login. */
    private static final Pattern LOGIN = Pattern.compile("://(?!/)(\\S*)@(\\S*)");

    private static final Pattern PARAMETER = Pattern.compile("([?&;])([^=&;\\s]*)=([^&;\\s]*)");

    private static final Pattern SECRET = Pattern.compile("pass|pwd|secret|token|key|cred|auth|jwt|seed|login");

    private StoreAddress() {}

    /** A text without the secrets of the addresses in it; the same text if they have none. */
    public static String shown(String text) {
        String anonymous = LOGIN.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "://" + HIDDEN + (isLogin(found.group(1)) ? "@" + found.group(2) : "")));
        return PARAMETER
                .matcher(anonymous)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) + found.group(2) + "=" + (isSecret(found.group(2)) ? HIDDEN : found.group(3))));
    }

    /** Where the at-sign may belong to a parameter, what follows it may be the rest of a secret. */
    private static boolean isLogin(String before) {
        return before.indexOf('?') < 0 && before.indexOf('=') < 0;
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(decoded(name).toLowerCase(Locale.ROOT)).find();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
