package dev.holdfast.engine;

/**
 * What a log adds up to.
 *
 * @param view the state after the last event
 * @param events how many events were folded
 * @param matches whether that is what reading the state at this revision shows; anything else is a fault of the store
 *     or of the program
 */
public record Replayed(StateView view, long events, boolean matches) {}
