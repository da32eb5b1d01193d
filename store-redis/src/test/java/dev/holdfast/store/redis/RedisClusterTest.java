package dev.holdfast.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Durability;
import dev.holdfast.testkit.log.AppendContract;
import dev.holdfast.testkit.log.BatchContract;
import dev.holdfast.testkit.log.ErasureContract;
import dev.holdfast.testkit.log.FeedContract;
import dev.holdfast.testkit.log.HistoryContract;
import dev.holdfast.testkit.log.ListContract;
import dev.holdfast.testkit.log.ModelContract;
import dev.holdfast.testkit.log.ReopeningContract;
import dev.holdfast.testkit.log.TruncationContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A store whose shards are on the three servers of a cluster. */
@EnabledIfSystemProperty(named = "holdfast.stores.everything", matches = "yes")
final class RedisClusterTest
        implements AppendContract,
                BatchContract,
                FeedContract,
                ListContract,
                ErasureContract,
                TruncationContract,
                ReopeningContract,
                HistoryContract,
                ModelContract {
    private static @Nullable RedisCluster cluster;

    private final String address = cluster().newStore();

    @BeforeAll
    static void start() {
        cluster = new RedisCluster();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static RedisCluster cluster() {
        RedisCluster started = cluster;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @Override
    public CommitLog open() {
        return RedisStore.open(address);
    }

    @Test
    void clusterOfDurableServers_isLocal_andSharesTheShards() {
        try (CommitLog log = open()) {
            assertThat(log.info().durability()).isEqualTo(Durability.LOCAL);
            assertThat(log.info().shards()).isEqualTo(4);
            assertThat(log.info().evidence()).contains("cluster", "appendfsync=always", "no replicas");
        }
    }
}
