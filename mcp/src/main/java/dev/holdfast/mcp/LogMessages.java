package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;

/** Log messages about one request, on their way to where its answer will go. */
record LogMessages(Flight flight, LogLevel least) implements ClientLog {
    /** @throws McpException "invalid params" if the member is no level */
    static LogLevel level(JsonObject object, String member) {
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
