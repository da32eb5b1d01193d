package dev.holdfast.engine.internal.machine;

import java.util.Map;

/** What is done on a transition, an entry or an exit. */
sealed interface Action {
    /** Set keys of the document. All values are worked out on the document before. */
    record Assign(Map<String, Value> values) implements Action {}

    /** Send an event to the machine itself, which it takes before any other. */
    record Raise(String type, Map<String, Value> data) implements Action {}
}
