package dev.holdfast.engine.internal.machine;

import java.util.Locale;

/** The kinds of states. */
enum StateKind {
    ATOMIC,
    COMPOUND,
    PARALLEL,
    FINAL,
    SHALLOW,
    DEEP;

    boolean isHistory() {
        return this == SHALLOW || this == DEEP;
    }

    /** Whether such a state, while it is active, has no active states within it. */
    boolean isLeaf() {
        return this == ATOMIC || this == FINAL;
    }

    /** The kind in a sentence. */
    String described() {
        return isHistory() ? "a history state" : "a state of the type " + name().toLowerCase(Locale.ROOT);
    }
}
