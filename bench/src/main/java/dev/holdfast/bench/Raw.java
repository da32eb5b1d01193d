package dev.holdfast.bench;

import dev.holdfast.engine.spi.Bytes;
import java.io.IOException;
import java.util.List;

/** The simplest durable log: appends a group of rows with one sync. Used by one thread. */
interface Raw extends AutoCloseable {
    /** A row as long as those of the product. */
    record Row(String state, long revision, Bytes event) {}

    /** Makes a group of rows durable. */
    void append(List<Row> group) throws IOException;

    @Override
    void close() throws IOException;
}
