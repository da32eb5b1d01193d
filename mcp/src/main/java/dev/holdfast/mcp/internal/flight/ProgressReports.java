package dev.holdfast.mcp.internal.flight;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.CallProgress;
import dev.holdfast.mcp.ProtocolVersion;
import dev.holdfast.mcp.internal.wire.Message;
import dev.holdfast.mcp.internal.wire.MetaKeys;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Sends progress notifications with the token of one request. */
public final class ProgressReports implements CallProgress {
    private static final CallProgress UNWANTED = new CallProgress() {
        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public void report(double progress, @Nullable Double total, @Nullable String message) {}
    };

    private final ReentrantLock order = new ReentrantLock();
    private final Flight flight;
    private final Json token;
    private final boolean knowsMessages;
    private double last = Double.NEGATIVE_INFINITY;

    private ProgressReports(Flight flight, Json token, ProtocolVersion version) {
        this.flight = flight;
        this.token = token;
        this.knowsMessages = version.atLeast(ProtocolVersion.V2025_03_26);
    }

    /** The progress of a request with this {@code _meta}; wanted only if its token is a string or an integer. */
    public static CallProgress of(JsonObject meta, Flight flight, ProtocolVersion version) {
        Json token = meta.get(MetaKeys.PROGRESS_TOKEN);
        boolean wanted = token instanceof JsonString || (token instanceof JsonNumber number && number.isIntegral());
        return wanted && token != null ? new ProgressReports(flight, token, version) : UNWANTED;
    }

    @Override
    public boolean isWanted() {
        return true;
    }

    @Override
    public void report(double progress, @Nullable Double total, @Nullable String message) {
        order.lock();
        try {
            if (progress > last && Double.isFinite(progress)) {
                last = progress;
                flight.send(notification(progress, total, message));
            }
        } finally {
            order.unlock();
        }
    }

    private JsonObject notification(double progress, @Nullable Double total, @Nullable String message) {
        JsonObject params = JsonObject.builder()
                .put("progressToken", token)
                .put("progress", number(progress))
                .putIfPresent("total", total == null || !Double.isFinite(total) ? null : number(total))
                .putIfPresent("message", knowsMessages ? message : null)
                .build();
        return Message.notification("notifications/progress", params);
    }

    /** Whole numbers are written without a fraction. */
    private static JsonNumber number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? JsonNumber.of((long) value)
                : JsonNumber.of(value);
    }
}
