package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.ProcessHistoriesContract;
import java.nio.file.Path;
import java.time.Duration;

final class PostgresProcessesTest implements ProcessHistoriesContract {
    private final Path place = PostgresPlaces.newPlace();

    @Override
    public Path place() {
        return place;
    }

    @Override
    public CommitLog open(Path at, Duration patience) {
        return PostgresPlaces.open(at);
    }
}
