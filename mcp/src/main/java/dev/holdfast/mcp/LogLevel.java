package dev.holdfast.mcp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How grave a log message is, least first (RFC 5424, section 6.2.1). */
public enum LogLevel {
    /** For whoever looks for a fault. */
    DEBUG,
    /** What happens in good order. */
    INFO,
    /** Worth knowing though in good order. */
    NOTICE,
    /** Not wrong yet. */
    WARNING,
    /** Something failed. */
    ERROR,
    /** A part of the server failed. */
    CRITICAL,
    /** Somebody has to act at once. */
    ALERT,
    /** Nothing works. */
    EMERGENCY;

    /** The level as it is written on the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level written as {@code text}, if it is one. */
    public static Optional<LogLevel> parse(String text) {
        return Arrays.stream(values())
                .filter(level -> level.text().equals(text))
                .findFirst();
    }
}
