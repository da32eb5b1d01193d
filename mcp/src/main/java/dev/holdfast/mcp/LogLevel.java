package dev.holdfast.mcp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The severity of a log message, lowest first (RFC 5424, section 6.2.1). */
public enum LogLevel {
    /** Details for debugging. */
    DEBUG,
    /** Normal operation. */
    INFO,
    /** Normal but significant. */
    NOTICE,
    /** A possible problem. */
    WARNING,
    /** Something failed. */
    ERROR,
    /** A part of the server failed. */
    CRITICAL,
    /** Action must be taken at once. */
    ALERT,
    /** The server is unusable. */
    EMERGENCY;

    /** The level as it is written on the wire. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level written as {@code text}, if it is a level. */
    public static Optional<LogLevel> parse(String text) {
        return Arrays.stream(values())
                .filter(level -> level.text().equals(text))
                .findFirst();
    }
}
