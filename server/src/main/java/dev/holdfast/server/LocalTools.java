package dev.holdfast.server;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.JsonObject;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tools, called in process: what the command line prints is what a model would be answered. Thread-safe. */
public final class LocalTools {
    private final Holdfast holdfast;
    private final Principal principal;
    private final Map<String, StateTool> tools;

    private LocalTools(Holdfast holdfast, Principal principal) {
        this.holdfast = holdfast;
        this.principal = principal;
        this.tools = Profile.ALL.tools().stream()
                .collect(Collectors.toMap(tool -> tool.spec().name(), Function.identity()));
    }

    /** The tools as this principal calls them. */
    public static LocalTools of(Holdfast holdfast, Principal principal) {
        return new LocalTools(holdfast, principal);
    }

    /**
     * Calls a tool.
     *
     * @throws dev.holdfast.engine.HoldfastException with the failure that a model would be told
     * @throws IllegalArgumentException if there is no such tool
     * @throws InterruptedException if the thread is interrupted while the tool waits
     */
    public JsonObject call(String name, JsonObject arguments) throws InterruptedException {
        StateTool tool = tools.get(name);
        if (tool == null) {
            throw new IllegalArgumentException("there is no tool " + name);
        }
        return Failsafe.answer(tool, holdfast, principal, arguments);
    }

    /**
     * A page of a state's events, oldest first; the command line's history.
     *
     * @param fromRevision the first event wanted; null for the oldest that is kept
     */
    public JsonObject history(String target, @Nullable Long fromRevision, int max) {
        try {
            return History.of(holdfast.as(principal).state(target), fromRevision, max);
        } catch (StoreUnavailableException e) {
            throw Failsafe.unavailable(e, true);
        }
    }
}
