package dev.holdfast.engine.typed;

/**
 * A value, and the revision of the state that has it.
 *
 * @param value what the document is
 * @param revision of the last event that it includes
 */
public record Versioned<T>(T value, long revision) {}
