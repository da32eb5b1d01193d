package dev.holdfast.testkit.log;

import dev.holdfast.engine.spi.CommitLog;
import java.nio.file.Path;
import java.time.Duration;

/** How to open a store on this machine's disk, for a test and for the processes that it starts. */
public interface ClientFixture {
    /**
     * Opens a client of the store at a path.
     *
     * @param patience how long the client waits for the turn to write
     */
    CommitLog open(Path place, Duration patience);
}
