package dev.holdfast.cli.monitor;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.http.HttpPage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health} and {@code /health/ready}: whether the store answers, and so whether calls can be. Shows nothing that
 * is not public: of a store that is unavailable, only whether its files are lost, since then only a restart helps.
 */
public record HealthPage(Holdfast holdfast, Principal principal) implements HttpPage {
    @Override
    public Body get() {
        try {
            holdfast.as(principal).defaultState();
            StoreInfo store = holdfast.store();
            return json(
                    200,
                    JsonObject.builder()
                            .put("status", "ok")
                            .put("state_type", store.stateType())
                            .put("durability", store.durability().name())
                            .build());
        } catch (StoreUnavailableException e) {
            return unavailable(e.isLost() ? "files of the store were deleted, replaced or cut" : null);
        } catch (HoldfastException e) {
            return unavailable(null);
        }
    }

    /** {@code /health/live}: that this process answers, whatever its store does. A restart mends no store. */
    public static Body live() {
        return json(200, JsonObject.of("status", Json.of("ok")));
    }

    private static Body unavailable(@Nullable String reason) {
        return json(
                503,
                JsonObject.builder()
                        .put("status", "unavailable")
                        .putIfPresent("reason", reason)
                        .build());
    }

    private static Body json(int status, JsonObject body) {
        return Body.text(status, "application/json", body.toString());
    }
}
