package dev.holdfast.store.jdbc;

import dev.holdfast.engine.spi.CommitLog;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/** Stores of the shared server as paths, by which processes of a test are told of them. */
final class PostgresPlaces {
    private PostgresPlaces() {}

    /** A new store: a folder for the server, and the schema in it. */
    static Path newPlace() {
        String schema = "t_" + UUID.randomUUID().toString().replace("-", "");
        return Path.of("/" + URLEncoder.encode(PostgresUnderTest.server(), StandardCharsets.UTF_8), schema);
    }

    static CommitLog open(Path place) {
        Path folder = Objects.requireNonNull(place.getParent());
        String server = URLDecoder.decode(folder.getFileName().toString(), StandardCharsets.UTF_8);
        return PostgresStore.open(
                server + "shards=1&currentSchema=" + place.getFileName().toString());
    }
}
