package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;

/**
 * What a client declared it can do: with each request in the stateless era, in {@code initialize} in the handshake era.
 *
 * @param declared the object as the client sent it
 */
public record ClientCapabilities(JsonObject declared) {
    /** The extension by which a client declares that it follows tasks. */
    public static final String TASKS = "io.modelcontextprotocol/tasks";

    /** A client that declared nothing. */
    public static final ClientCapabilities NONE = new ClientCapabilities(JsonObject.EMPTY);

    /** Whether the client can show forms; an empty {@code elicitation} means forms only. */
    public boolean elicitationForm() {
        JsonObject elicitation = declared.object("elicitation");
        return elicitation != null && (elicitation.has("form") || !elicitation.has("url"));
    }

    /** Whether the client can send its user to a web page. */
    public boolean elicitationUrl() {
        JsonObject elicitation = declared.object("elicitation");
        return elicitation != null && elicitation.has("url");
    }

    /** Whether the client's model can be asked. */
    public boolean sampling() {
        return declared.object("sampling") != null;
    }

    /** Whether the client's model can be given tools when it is asked. */
    public boolean samplingTools() {
        JsonObject sampling = declared.object("sampling");
        return sampling != null && sampling.has("tools");
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
        JsonObject extensions = declared.object("extensions");
        return extensions != null && extensions.has(identifier);
    }
}
