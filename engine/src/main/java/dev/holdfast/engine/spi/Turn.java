package dev.holdfast.engine.spi;

/**
 * The right to write, held by one client of the store at a time where the store has such a right. While it is held no
 * other client commits, so what is decided on freshly read heads cannot lose a race. Held for some milliseconds at
 * most, by one thread, and given back by {@link #close()}.
 */
public interface Turn extends AutoCloseable {
    @Override
    void close();

    /** The turn of stores where appends alone decide who wins. */
    Turn NONE = () -> {};
}
