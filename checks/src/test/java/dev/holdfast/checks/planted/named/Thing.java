package dev.holdfast.checks.planted.named;

/** What the records here are. */
interface Thing {
    /** To be given by each. */
    String id();

    /** Given for all. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /** Replaces the kind by accident. */
    record Wrong(String id, String kind) implements Thing {}

    /** Replaces nothing. */
    record Right(String id, String colour) implements Thing {}
}
