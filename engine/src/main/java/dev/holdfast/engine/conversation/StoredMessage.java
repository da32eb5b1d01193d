package dev.holdfast.engine.conversation;

import dev.holdfast.json.Json;

/**
 * A message where it is stored. The key alone does not tell which message it is: it can be used again once the message
 * that had it is gone.
 *
 * @param key the key, whose order is that of the messages
 * @param revision the event that set it
 */
record StoredMessage(int key, long revision, Json message) {}
