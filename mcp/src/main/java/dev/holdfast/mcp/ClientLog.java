package dev.holdfast.mcp;

import dev.holdfast.json.Json;

/**
 * Log messages sent to the client while its request runs, if it asked for them. Thread-safe.
 *
 * <p>Messages leave the process: they must not hold secrets, data of other users or details of the server's internals.
 * The protocol has deprecated logging; messages for the operator go to {@link System.Logger}.
 */
public interface ClientLog {
    /** The log of a client that asked for no messages. */
    ClientLog UNWANTED = new ClientLog() {
        @Override
        public boolean isWanted(LogLevel level) {
            return false;
        }

        @Override
        public void log(LogLevel level, String logger, Json data) {}
    };

    /** Whether the client asked for messages of this level; if not, they are dropped. */
    boolean isWanted(LogLevel level);

    /**
     * Sends a message, unless the client did not ask for its level or was already answered.
     *
     * @param logger the part of the server that logs
     * @param data the message; often text, sometimes an object
     */
    void log(LogLevel level, String logger, Json data);
}
