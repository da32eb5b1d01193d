package dev.holdfast.store.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.StoreUnavailableException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a newer version of Holdfast made is left as it is. */
final class NatsFormatTest {
    @Test
    @SuppressWarnings("try") // its close may be interrupted
    void storeOfANewerFormat_isRefused_andNothingIsAddedToIt() throws Exception {
        LocalServer server = LocalServer.shared();
        String address = server.address("newer", "?shards=2");
        NatsStore.open(address).close();
        try (Connection connection = Nats.connect("nats://127.0.0.1:" + server.port())) {
            JetStreamManagement streams = connection.jetStreamManagement();
            List<String> names = names(streams, "newer-");
            assertThat(names).hasSize(2);
            StreamConfiguration first = streams.getStreamInfo(names.getFirst()).getConfiguration();
            Map<String, String> newer = new HashMap<>(first.getMetadata());
            newer.put("holdfast-format", "2");
            newer.remove("holdfast-shards");
            streams.updateStream(
                    StreamConfiguration.builder(first).metadata(newer).build());
            streams.deleteStream(names.getLast());
            assertThatThrownBy(() -> NatsStore.open(address))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("format 2, written by a newer version of Holdfast; this one reads up to 1");
            assertThat(names(streams, "newer-")).containsExactly(names.getFirst());
        }
    }

    private static List<String> names(JetStreamManagement streams, String prefix)
            throws IOException, JetStreamApiException {
        return streams.getStreamNames().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }
}
