package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ClientLog;
import dev.holdfast.mcp.LogLevel;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.internal.wire.Message;

/** Sends log messages about one request on the stream that will carry its answer. */
public record LogMessages(Flight flight, LogLevel least) implements ClientLog {
    /**
     * The level that a member names.
     *
     * @throws McpException "invalid params" if the member is not a level
     */
    public static LogLevel level(JsonObject object, String member) {
        String text = object.string(member);
        return LogLevel.parse(text == null ? "" : text)
                .orElseThrow(() -> McpException.invalidParams(
                        member + " must be one of debug, info, notice, warning, error, critical, alert, emergency"));
    }

    @Override
    public boolean isWanted(LogLevel level) {
        return level.compareTo(least) >= 0;
    }

    @Override
    public void log(LogLevel level, String logger, Json data) {
        if (isWanted(level)) {
            JsonObject params = JsonObject.of("level", Json.of(level.text()), "logger", Json.of(logger), "data", data);
            flight.send(Message.notification("notifications/message", params));
        }
    }
}
