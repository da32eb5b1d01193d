package dev.holdfast.engine;

/**
 * An event as it was stored.
 *
 * @param event what happened
 * @param bytes how large it is as stored
 */
public record Committed(Event event, int bytes) {}
