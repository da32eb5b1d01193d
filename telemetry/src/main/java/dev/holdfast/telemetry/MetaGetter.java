package dev.holdfast.telemetry;

import dev.holdfast.json.JsonObject;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/** Reads trace context from a request's {@code _meta}, where it has the names of the W3C headers (SEP-414). */
enum MetaGetter implements TextMapGetter<JsonObject> {
    INSTANCE;

    @Override
    public @Nullable String get(@Nullable JsonObject meta, String key) {
        return meta == null ? null : meta.string(key);
    }
}
