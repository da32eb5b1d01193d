package dev.holdfast.store.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is promised follows from what was read from the servers, and from nothing else. */
final class DurabilityTest {
    @TempDir
    private Path folder;

    @Test
    void serverThatSyncsAlways_keepsThroughAPowerCutIfThatWasSeen() {
        LocalServer server = LocalServer.shared();
        String address = LocalServer.newStore();
        assertThat(info(address).durability()).isEqualTo(Durability.PROCESS);
        StoreInfo seen = info(address + "&durability=local&monitor=" + server.monitor());
        assertThat(seen.durability()).isEqualTo(Durability.LOCAL);
        assertThat(seen.evidence()).contains("sync_always on server");
        assertThatThrownBy(() -> NatsStore.open(address + "&durability=local"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("local is demanded");
        assertThatThrownBy(() -> NatsStore.open(address + "&durability=quorum&monitor=" + server.monitor()))
                .hasMessageContaining("only local can be promised");
    }

    @Test
    void monitorThatCannotBeRead_provesNothing() {
        String address = LocalServer.newStore() + "&monitor=http://127.0.0.1:" + LocalServer.freePort();
        StoreInfo info = info(address + "&monitor=" + LocalServer.shared().monitor());
        assertThat(info.durability()).isEqualTo(Durability.PROCESS);
        assertThat(info.evidence()).contains("cannot be read");
    }

    @Test
    void serverThatSyncsFromTimeToTime_keepsThroughACrashOnly() {
        try (LocalServer server = new LocalServer(folder.resolve("lax"))) {
            server.configure("sync_interval: 2m", "");
            server.start();
            StoreInfo info = info(server.address("p", "?monitor=" + server.monitor()));
            assertThat(info.durability()).isEqualTo(Durability.PROCESS);
            assertThat(info.evidence()).contains("without sync_interval: always on server lax");
        }
    }

    @ParameterizedTest
    @CsvSource({"2.14.0, true", "2.15.1-beta.2, true", "3.0.0, true", "2.13.9, false", "1.99.0, false", "dev, false"})
    void version_isRecentFrom2_14(String version, boolean recent) {
        assertThat(new ServerMonitor.Seen("n", version, true).isRecent()).isEqualTo(recent);
    }

    private static StoreInfo info(String address) {
        try (CommitLog log = NatsStore.open(address)) {
            return log.info();
        }
    }
}
