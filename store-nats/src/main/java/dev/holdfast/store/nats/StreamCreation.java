package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.StoreUnavailableException;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Replica;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.ServerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Finds the streams of a store, or makes them. The first one decides: whichever client makes it gives the store its
 * identity and its number of shards, which stand in the metadata of every stream.
 */
final class StreamCreation {
    private static final String STORE = "holdfast-store";
    private static final String FORMAT = "holdfast-format";
    private static final String SHARDS = "holdfast-shards";
    private static final int THIS_FORMAT = 1;

    /** Of a new store on one server, and on a cluster, which spreads them over its servers. */
    private static final int SHARDS_OF_ONE_SERVER = 4;

    private static final int SHARDS_OF_A_CLUSTER = 64;

    private static final int REPLICAS_IN_A_CLUSTER = 3;
    private static final long UNLIMITED = -1;

    private final ServerLink link;
    private final ShardStreams names;
    private final NatsAddress.Options options;

    StreamCreation(ServerLink link, ShardStreams names, NatsAddress.Options options) {
        this.link = link;
        this.names = names;
        this.options = options;
    }

    /**
     * The streams of a store.
     *
     * @param store its identity
     * @param shards how many there are
     * @param replicas on how many servers the least replicated one is kept
     * @param servers the names of all servers that keep one; empty if the server is alone
     */
    record Created(String store, int shards, int replicas, Set<String> servers) {}

    /**
     * A store that is there.
     *
     * @param shards how many streams it has
     * @param replicas on how many servers the first of them is kept
     */
    record Found(int shards, int replicas) {}

    /** Looks for a store, and makes none. */
    Optional<Found> find() {
        try {
            StreamConfiguration first = link.connection()
                    .jetStreamManagement()
                    .getStreamInfo(names.stream(0))
                    .getConfiguration();
            require(first);
            return Optional.of(new Found(Integer.parseInt(required(metadata(first), SHARDS)), first.getReplicas()));
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == ServerAnswer.NO_STREAM) {
                return Optional.empty();
            }
            throw StoreUnavailableException.failed("finding stream " + names.stream(0), e);
        } catch (IOException | IllegalStateException e) {
            throw StoreUnavailableException.failed("finding stream " + names.stream(0), e);
        }
    }

    Created run(ServerInfo server) {
        boolean alone = server.getCluster() == null;
        int shards = options.shards() > 0 ? options.shards() : alone ? SHARDS_OF_ONE_SERVER : SHARDS_OF_A_CLUSTER;
        int replicas = options.replicas() > 0 ? options.replicas() : alone ? 1 : REPLICAS_IN_A_CLUSTER;
        Map<String, String> metadata = Map.of(
                STORE,
                UUID.randomUUID().toString(),
                FORMAT,
                String.valueOf(THIS_FORMAT),
                SHARDS,
                String.valueOf(shards));
        StreamInfo first = findOrMake(0, metadata, replicas);
        Map<String, String> found = metadata(first.getConfiguration());
        int format = Integer.parseInt(required(found, FORMAT)); // before anything else is asked of it
        if (format != THIS_FORMAT) {
            throw StoreUnavailableException.newerFormat("the store", format, THIS_FORMAT);
        }
        Map<String, String> own =
                Map.of(STORE, required(found, STORE), FORMAT, required(found, FORMAT), SHARDS, required(found, SHARDS));
        int count = Integer.parseInt(required(own, SHARDS));
        if (options.shards() > 0 && options.shards() != count) {
            throw StoreUnavailableException.unusable("the store was made with " + count
                    + " shards, which cannot change; leave out the option shards, or give that number");
        }
        List<StreamInfo> all = new ArrayList<>(List.of(first));
        for (int shard = 1; shard < count; shard++) {
            all.add(findOrMake(shard, own, first.getConfiguration().getReplicas()));
        }
        return created(required(own, STORE), all);
    }

    private static Created created(String store, List<StreamInfo> streams) {
        Set<String> servers = new TreeSet<>();
        int replicas = Integer.MAX_VALUE;
        for (StreamInfo stream : streams) {
            if (!store.equals(metadata(stream.getConfiguration()).get(STORE))) {
                throw StoreUnavailableException.unusable(
                        "stream " + stream.getConfiguration().getName() + " belongs to another store");
            }
            replicas = Math.min(replicas, stream.getConfiguration().getReplicas());
            ClusterInfo cluster = stream.getClusterInfo();
            if (cluster != null && cluster.getLeader() != null) {
                servers.add(cluster.getLeader());
            }
            if (cluster != null && cluster.getReplicas() != null) {
                cluster.getReplicas().stream().map(Replica::getName).forEach(servers::add);
            }
        }
        return new Created(store, streams.size(), replicas, servers);
    }

    private StreamInfo findOrMake(int shard, Map<String, String> metadata, int replicas) {
        long deadline = System.nanoTime() + link.patience().toNanos();
        while (true) {
            try {
                StreamInfo stream = tryFindOrMake(shard, metadata, replicas);
                require(stream.getConfiguration());
                return stream;
            } catch (JetStreamApiException e) {
                throw StoreUnavailableException.failed("making stream " + names.stream(shard), e);
            } catch (IOException | IllegalStateException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw StoreUnavailableException.failed("finding stream " + names.stream(shard), e);
                }
                link.pause();
            }
        }
    }

    private StreamInfo tryFindOrMake(int shard, Map<String, String> metadata, int replicas)
            throws IOException, JetStreamApiException {
        JetStreamManagement streams = link.connection().jetStreamManagement();
        try {
            return streams.getStreamInfo(names.stream(shard));
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != ServerAnswer.NO_STREAM) {
                throw e;
            }
        }
        try {
            return streams.addStream(configuration(shard, metadata, replicas));
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != ServerAnswer.OTHER_STREAM) {
                throw e;
            }
            return streams.getStreamInfo(names.stream(shard)); // Another client was faster.
        }
    }

    private StreamConfiguration configuration(int shard, Map<String, String> metadata, int replicas) {
        return StreamConfiguration.builder()
                .name(names.stream(shard))
                .subjects(names.subjects(shard))
                .storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .discardPolicy(DiscardPolicy.Old)
                .replicas(replicas)
                .allowDirect(false)
                .allowAtomicPublish()
                .metadata(metadata)
                .build();
    }

    /** Refuses a stream whose configuration was changed so that it may lose or reorder what is stored. */
    private static void require(StreamConfiguration stream) {
        boolean keepsAll = stream.getMaxAge().isZero()
                && stream.getMaxMsgs() == UNLIMITED
                && stream.getMaxBytes() == UNLIMITED
                && stream.getMaxMsgsPerSubject() == UNLIMITED
                && stream.getRetentionPolicy() == RetentionPolicy.Limits
                && stream.getStorageType() == StorageType.File;
        if (!keepsAll || stream.getAllowDirect() || !stream.getAllowAtomicPublish() || stream.getDenyPurge()) {
            throw StoreUnavailableException.unusable(
                    "stream " + stream.getName() + " is not configured as Holdfast needs"
                            + " it: kept in files, without limits of age, number or size, allow_direct false,"
                            + " allow_atomic true, deny_purge false");
        }
        required(metadata(stream), STORE);
    }

    private static Map<String, String> metadata(StreamConfiguration stream) {
        return Objects.requireNonNullElse(stream.getMetadata(), Map.of());
    }

    private static String required(Map<String, String> metadata, String name) {
        String value = metadata.get(name);
        if (value == null) {
            throw StoreUnavailableException.unusable("a stream of this name exists that is not one of Holdfast");
        }
        return value;
    }
}
