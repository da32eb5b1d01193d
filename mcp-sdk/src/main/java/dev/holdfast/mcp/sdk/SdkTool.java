package dev.holdfast.mcp.sdk;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonObject;
import dev.holdfast.mcp.ToolDefinition;
import dev.holdfast.server.shared.Unavailable;
import org.jspecify.annotations.Nullable;

/** A tool, whichever generation of the SDK's servers calls it. */
record SdkTool(Holdfast holdfast, ToolDefinition definition, Handler handler) {
    /** What is done for a principal who was admitted. */
    @FunctionalInterface
    interface Handler {
        JsonObject call(Principal principal, JsonObject arguments) throws InterruptedException;
    }

    /** An answer; of one that failed the JSON is code, facts and hint. */
    record Answer(JsonObject json, boolean isError) {}

    Answer call(@Nullable Principal principal, JsonObject arguments) {
        try {
            if (principal == null) {
                return failed(Failure.invalid("It is not known who calls, so nothing was done."));
            }
            return new Answer(handler.call(principal, arguments), false);
        } catch (StoreUnavailableException e) {
            return failed(Unavailable.failure(e, definition.annotations().readOnly()));
        } catch (HoldfastException e) {
            return failed(e.failure());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(Failure.invalid("The call was cancelled."));
        }
    }

    private static Answer failed(Failure failure) {
        return new Answer(failure.toJson(), true);
    }
}
