package dev.holdfast.engine.moving;

/**
 * What was written.
 *
 * @param states how many states, those that the engine keeps for itself included
 * @param events how many events of them
 * @param bytes the size of the whole, in bytes
 */
public record Exported(long states, long events, long bytes) {}
