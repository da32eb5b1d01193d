package dev.holdfast.mcp;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client declared it can do: with each request in the stateless era, in {@code initialize} in the handshake era.
 *
 * @param declared the object as the client sent it
 */
public record ClientCapabilities(JsonObject declared) {
    /** The extension by which a client declares that it follows tasks. */
    public static final String TASKS = "io.modelcontextprotocol/tasks";

    /** The most that {@link #kept()} may take, in bytes of canonical form; a client that declares more is refused. */
    public static final int MOST_KEPT_BYTES = 16_384;

    private static final List<String> KEPT = List.of("elicitation", "extensions", "roots", "sampling");

    /** A client that declared nothing. */
    public static final ClientCapabilities NONE = new ClientCapabilities(JsonObject.EMPTY);

    /**
     * The part that is kept with what outlives a request: what servers ask about, without any other members. Clients
     * may declare as much as a message holds, and it would be stored for days.
     */
    public ClientCapabilities kept() {
        JsonObject.Builder kept = JsonObject.builder();
        for (String member : KEPT) {
            kept.putIfPresent(member, declared.object(member));
        }
        return new ClientCapabilities(kept.build());
    }

    /** Whether the client can show forms; an empty {@code elicitation} means forms only. */
    public boolean elicitationForm() {
        JsonObject elicitation = declared.object("elicitation");
        return elicitation != null && (declares(elicitation, "form") || !declares(elicitation, "url"));
    }

    /** Whether the client can send its user to a web page. */
    public boolean elicitationUrl() {
        return declares(declared.object("elicitation"), "url");
    }

    /** Whether the client's model can be asked. */
    public boolean sampling() {
        return declared.object("sampling") != null;
    }

    /** Whether the client's model can be given tools when it is asked. */
    public boolean samplingTools() {
        return declares(declared.object("sampling"), "tools");
    }

    /** Whether the client can list its root folders. */
    public boolean roots() {
        return declared.object("roots") != null;
    }

    /** Whether the client follows tasks, see {@link Outcome.Task}. */
    public boolean tasks() {
        return extension(TASKS);
    }

    /** Whether the extension of that identifier was declared. */
    public boolean extension(String identifier) {
        return declares(declared.object("extensions"), identifier);
    }

    private static boolean declares(@Nullable JsonObject capability, String member) {
        Json value = capability == null ? null : capability.get(member);
        return value != null && !(value instanceof JsonNull);
    }
}
