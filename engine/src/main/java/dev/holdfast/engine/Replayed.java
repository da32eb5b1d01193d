package dev.holdfast.engine;

/**
 * The result of folding a log again.
 *
 * @param view the state after the last event
 * @param events how many events were folded
 * @param matches whether reading the state at this revision shows the same; if not, the store or the program is faulty
 */
public record Replayed(StateView view, long events, boolean matches) {}
