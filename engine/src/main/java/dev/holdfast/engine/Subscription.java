package dev.holdfast.engine;

/** An observer's place in a state's log; closing it ends the telling. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
