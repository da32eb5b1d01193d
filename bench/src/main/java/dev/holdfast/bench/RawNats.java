package dev.holdfast.bench;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A message for each row, all of a group under way at once, in one stream with as many copies as there are nodes. */
final class RawNats implements Raw {
    private static final String STREAM = "RAW_LOG";

    private final Connection connection;
    private final JetStream stream;

    RawNats(String address) throws IOException {
        try {
            connection =
                    Nats.connect(Options.builder().servers(servers(address)).build());
            int copies = address.contains(",") ? 3 : 1;
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(STREAM)
                            .subjects("raw.>")
                            .storageType(StorageType.File)
                            .replicas(copies)
                            .build());
            stream = connection.jetStream();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }

    /** {@code nats://h1,h2/prefix} without the prefix, each host an address of its own. */
    private static String[] servers(String address) {
        String hosts = address.substring("nats://".length()).split("[/?]", 2)[0];
        return hosts.lines()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(host -> "nats://" + host)
                .toArray(String[]::new);
    }

    @Override
    public void append(List<Row> group) {
        List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
        for (Row row : group) {
            acks.add(stream.publishAsync("raw." + row.state(), row.event().borrow()));
        }
        acks.forEach(CompletableFuture::join);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.jetStreamManagement().deleteStream(STREAM);
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }
}
