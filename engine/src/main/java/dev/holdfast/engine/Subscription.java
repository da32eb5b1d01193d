package dev.holdfast.engine;

/** A registered observer. Closing it, from any thread and more than once, ends the calls to the observer. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
