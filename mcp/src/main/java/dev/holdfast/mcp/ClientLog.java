package dev.holdfast.mcp;

import dev.holdfast.json.Json;

/**
 * Tells the client what happens while its request runs, if it asked for that. Thread-safe.
 *
 * <p>It leaves the process: nothing secret, no data of other users, nothing of the server's inside belongs here. The
 * protocol has deprecated logging; what the operator should know goes to {@link System.Logger}.
 */
public interface ClientLog {
    /** Where the client did not ask. */
    ClientLog UNWANTED = new ClientLog() {
        @Override
        public boolean isWanted(LogLevel level) {
            return false;
        }

        @Override
        public void log(LogLevel level, String logger, Json data) {}
    };

    /** Whether the client asked for messages of this level; if not, they cost nothing and go nowhere. */
    boolean isWanted(LogLevel level);

    /**
     * Sends a message, unless the client did not ask for its level or was already answered.
     *
     * @param logger which part of the server speaks
     * @param data what it has to say; often text, sometimes an object
     */
    void log(LogLevel level, String logger, Json data);
}
