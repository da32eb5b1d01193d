package dev.holdfast.engine.spi;

/** The newest point of a state's log. */
public sealed interface Head {
    /** No such state, now or ever before. */
    record Absent() implements Head {}

    /** A state with commits. */
    record Live(long revision, Bytes hash) implements Head {}

    /**
     * An erased state: its highest revision and last hash stay for ever, so that "expect absent" never succeeds twice.
     */
    record Deleted(long revision, Bytes hash) implements Head {}

    /** The one instance needed of {@link Absent}. */
    Head ABSENT = new Absent();
}
