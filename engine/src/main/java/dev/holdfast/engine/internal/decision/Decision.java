package dev.holdfast.engine.internal.decision;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.internal.image.EventDraft;
import dev.holdfast.engine.internal.image.Remembered;

/** What is to become of a command. */
public sealed interface Decision {
    /** It is carried out, and this is recorded. */
    record Accepted(EventDraft draft) implements Decision {}

    /** There is nothing to change, so nothing is recorded. */
    record Unchanged() implements Decision {}

    /** The same command was carried out before; this is what it led to. */
    record Repeated(Remembered.Result first) implements Decision {}

    /** It is not carried out. */
    record Rejected(Failure failure) implements Decision {}
}
