package dev.holdfast.engine.moving;

/**
 * What one backup added.
 *
 * @param segment the number of the segment that it made; 0 if nothing had changed since the last one, so that none was
 *     made
 * @param states how many states had changed
 * @param events how many events were added
 * @param erased how many states were erased since the last one
 * @param bytes the size of what was added, in bytes
 */
public record BackedUp(int segment, long states, long events, long erased, long bytes) {}
