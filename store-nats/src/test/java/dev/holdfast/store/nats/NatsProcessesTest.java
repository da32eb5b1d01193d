package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.testkit.log.ProcessHistoriesContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class NatsProcessesTest implements ProcessHistoriesContract {
    @TempDir
    private Path folder;

    @Override
    public Path place() {
        return LocalServer.place(folder);
    }

    @Override
    public CommitLog open(Path place, Duration patience) {
        return LocalServer.at(place);
    }
}
