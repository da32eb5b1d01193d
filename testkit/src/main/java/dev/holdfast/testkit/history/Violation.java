package dev.holdfast.testkit.history;

/** A rule that a history breaks, and where. */
public record Violation(HistoryRule rule, String facts) {}
