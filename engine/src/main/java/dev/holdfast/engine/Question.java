package dev.holdfast.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that is put to a person and not answered yet. Immutable. Its text and choices come from the one who asks:
 * show them as such.
 *
 * @param id its id within its state
 * @param text what is asked
 * @param choices what can be answered
 * @param by the principal that asks
 * @param of the principal that is to answer; null for any that may
 * @param asked when it was asked
 * @param until when it ends without an answer; null if it does not
 * @param byDefault the choice that then counts; null for none
 */
public record Question(
        String id,
        String text,
        List<String> choices,
        String by,
        @Nullable String of,
        Instant asked,
        @Nullable Instant until,
        @Nullable String byDefault) {
    public Question {
        choices = List.copyOf(choices);
    }

    /**
     * Whether a principal that sees the state may answer: the one that is asked, or any, but never the one that asks.
     * Local principals are whole namespaces of callers that are not told apart, so one of them may answer itself.
     */
    public boolean isFor(Principal principal) {
        boolean asksItself = by.equals(principal.id()) && !principal.isLocal();
        return !asksItself && (of == null || of.equals(principal.id()));
    }
}
