package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.util.Locale;

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

    /** @throws McpException "invalid params" if the member is no level */
    static LogLevel in(JsonObject object, String member) {
        String text = object.string(member);
        for (LogLevel level : values()) {
            if (level.text().equals(text)) {
                return level;
            }
        }
        throw McpException.invalidParams(
                member + " must be one of debug, info, notice, warning, error, critical, alert, " + "emergency");
    }
}
