package dev.holdfast.engine;

/** What is to become of a command. */
sealed interface Decision {
    /** It is carried out, and this is recorded. */
    record Accepted(EventDraft draft) implements Decision {}

    /** There is nothing to change, so nothing is recorded. */
    record Unchanged() implements Decision {}

    /** It was carried out before; this is what it led to. */
    record Replayed(Remembered.Outcome outcome) implements Decision {}

    /** It is not carried out. */
    record Rejected(Failure failure) implements Decision {}
}
