package dev.holdfast.cli;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.http.HttpPage;

/** {@code /health}: whether the store answers. Shows nothing that is not public. */
record HealthPage(Holdfast holdfast, Principal principal) implements HttpPage {
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
        } catch (HoldfastException | StoreUnavailableException e) {
            return json(503, JsonObject.of("status", Json.of("unavailable")));
        }
    }

    private static Body json(int status, JsonObject body) {
        return Body.text(status, "application/json", body.toString());
    }
}
