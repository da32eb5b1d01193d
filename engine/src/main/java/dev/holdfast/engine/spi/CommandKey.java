package dev.holdfast.engine.spi;

/**
 * What makes a command the same command when it is sent again: who sent it, and the id they gave it. Remembered per
 * state.
 *
 * @param principal who acts
 * @param id the caller's id of the command, 1 to 200 characters
 */
public record CommandKey(String principal, String id) {}
