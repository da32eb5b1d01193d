package dev.holdfast.store.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Examination;
import dev.holdfast.engine.spi.StoreFinding;
import dev.holdfast.engine.spi.StoreFinding.Level;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NatsExaminationTest {
    private final NatsProvider provider = new NatsProvider();

    @TempDir
    private Path folder;

    @Test
    void examination_tellsOfServerSettingsAndStore_andMakesNone() {
        String address = LocalServer.newStore();
        String seen = address + "&monitor=" + LocalServer.shared().monitor();
        Examination before = provider.examine(seen);
        assertThat(before.present()).isFalse();
        assertThat(before.findings()).extracting(StoreFinding::level).containsExactly(Level.OK, Level.OK, Level.OK);
        assertThat(provider.examine(seen).present()).isFalse();

        assertThat(provider.examine(address).findings().get(1).advice()).contains("monitor=");
        try (CommitLog log = NatsStore.open(address)) {
            assertThat(provider.examine(seen).present()).isTrue();
            assertThat(provider.examine(seen).findings().getLast().found())
                    .contains(log.info().shards() + " shards, each kept on 1 server");
        }
    }

    @Test
    void serverThatSyncsLater_isAWarning_andNoServerIsNoStore() {
        try (LocalServer server = new LocalServer(folder)) {
            ServerBinary.require();
            server.configure("sync_interval: 2m", "");
            server.start();
            Examination weak = provider.examine(server.address("p", "?monitor=" + server.monitor()));
            assertThat(weak.findings()).extracting(StoreFinding::level).containsExactly(Level.OK, Level.WARN, Level.OK);
            assertThat(weak.findings().get(1).advice()).contains("sync_interval: always");
        }
        Examination gone = provider.examine("nats://me:s3cret@127.0.0.1:1/p?patience=1");
        assertThat(gone.isUsable()).isFalse();
        assertThat(gone.toString()).doesNotContain("s3cret");
        assertThat(provider.examine("nats://127.0.0.1").findings().getFirst().check())
                .isEqualTo("address");
    }
}
