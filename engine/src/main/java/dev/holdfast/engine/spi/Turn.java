package dev.holdfast.engine.spi;

/**
 * The right to write. At most one client of a store holds it at a time, if the store has such a right. While it is held
 * no other client commits, so a decision on freshly read heads cannot lose a race. Held by one thread for a few
 * milliseconds at most.
 */
public interface Turn extends AutoCloseable {
    /** Gives the turn back. */
    @Override
    void close();

    /** For stores without a turn, where the check of each append alone decides which client wins. */
    Turn NONE = () -> {};
}
