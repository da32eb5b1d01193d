package dev.holdfast.engine.spi;

/**
 * Identifies a command, so that a retry is recognised: its principal and the id that the principal gave it. Remembered
 * per state.
 *
 * @param principal who acts
 * @param id the caller's id of the command, 1 to 200 characters
 */
public record CommandKey(String principal, String id) {}
