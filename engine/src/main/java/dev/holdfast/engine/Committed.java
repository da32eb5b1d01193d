package dev.holdfast.engine;

/**
 * An event as it was stored.
 *
 * @param event what happened
 * @param bytes its stored size in bytes
 */
public record Committed(Event event, int bytes) {}
