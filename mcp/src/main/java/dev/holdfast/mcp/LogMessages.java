package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;

/** Log messages about one request, on their way to where its answer will go. */
record LogMessages(Flight flight, LogLevel least) implements ClientLog {
    @Override
    public boolean isWanted(LogLevel level) {
        return level.compareTo(least) >= 0;
    }

    @Override
    public void log(LogLevel level, String logger, Json data) {
        if (isWanted(level)) {
            JsonObject params = JsonObject.of("level", Json.of(level.text()), "logger", Json.of(logger), "data", data);
            flight.send(JsonObject.builder()
                    .put("jsonrpc", "2.0")
                    .put("method", "notifications/message")
                    .put("params", params)
                    .build());
        }
    }
}
