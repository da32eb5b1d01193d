package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;

/**
 * A type of events as clients see it.
 *
 * @param name what clients subscribe to
 * @param description what happens, for people and models
 * @param inputSchema JSON Schema of the arguments of a subscription
 * @param payloadSchema JSON Schema of what its events carry
 */
public record EventDefinition(String name, String description, JsonObject inputSchema, JsonObject payloadSchema) {}
