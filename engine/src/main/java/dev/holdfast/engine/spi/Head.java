package dev.holdfast.engine.spi;

/** The newest point of a state's log. */
public sealed interface Head {
    /** No such state, now or ever before. */
    record Absent() implements Head {}

    /** A state with commits. */
    record Live(long revision, Bytes hash) implements Head {}

    /**
     * An erased state: its highest revision and last hash stay forever, so that an append that expects no state never
     * succeeds twice.
     */
    record Deleted(long revision, Bytes hash) implements Head {}

    /** The only instance of {@link Absent} that is needed. */
    Head ABSENT = new Absent();
}
