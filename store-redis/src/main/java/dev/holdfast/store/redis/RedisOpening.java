package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import redis.clients.jedis.Protocol.Command;

/** Opens a store: looks at its servers, and creates it if there is none. */
final class RedisOpening {
    private static final int FORMAT = 1;
    private static final int MAX_COMMIT_BYTES = 8 << 20;

    private final RedisAddress address;
    private final RedisServers servers;
    private final RedisScripts scripts;
    private final DurabilityWatch watch;
    private final byte[] store;

    private RedisOpening(RedisAddress address, RedisServers servers, RedisScripts scripts, DurabilityWatch watch) {
        this.address = address;
        this.servers = servers;
        this.scripts = scripts;
        this.watch = watch;
        this.store = bytes(address.prefix() + ":store");
    }

    static CommitLog open(RedisAddress address) {
        RedisConnector connector = new RedisConnector(address);
        DurabilityWatch watch = new DurabilityWatch(address);
        RedisServers servers = address.cluster()
                ? new ClusterServers(connector, watch::look)
                : new RedisServers.Single(new RedisServer(address.servers().getFirst(), connector, watch::look));
        RedisScripts scripts = new RedisScripts(servers, address);
        boolean done = false;
        try {
            RedisOpening opening = new RedisOpening(address, servers, scripts, watch);
            StoreInfo info = opening.info();
            RedisLog log =
                    new RedisLog(info, address.prefix(), scripts, watch, new CommitNotices(servers, connector, info));
            done = true;
            return log;
        } catch (RedisFailure e) {
            throw StoreUnavailableException.failed("opening the store", e);
        } finally {
            if (!done) {
                scripts.close();
            }
        }
    }

    private StoreInfo info() {
        watch.promise(
                scripts.everywhere(connection -> ServerSettings.of(connection.getHostAndPort(), connection)),
                servers.failOver());
        int format = Integer.parseInt(settled("format", Integer.toString(FORMAT))); // Before anything else is settled.
        if (format != FORMAT) {
            throw StoreUnavailableException.newerFormat("the store", format, FORMAT);
        }
        boolean whole = !field("whole").isNothing();
        String id = settled("id", UUID.randomUUID().toString());
        int shards = Integer.parseInt(settled("shards", Integer.toString(address.newShards())));
        if (address.shards() > 0 && address.shards() != shards) {
            throw StoreUnavailableException.unusable(
                    "the store has " + shards + " shards, which cannot be changed; leave the option shards out");
        }
        for (ShardKeys shard : shards(address.prefix(), shards)) {
            requireShard(shard, id, whole);
        }
        settled("whole", "yes");
        return new StoreInfo(
                id, FORMAT, shards, MAX_COMMIT_BYTES, watch.promised(), watch.evidence(), List.of(), "cache");
    }

    static List<ShardKeys> shards(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new ShardKeys(prefix, number))
                .toList();
    }

    /** A new shard is made, so that of several clients who open a new store at once each finds the same. */
    private void requireShard(ShardKeys shard, String id, boolean whole) {
        if (!whole) {
            for (String place : List.of("position", "removed")) {
                scripts.ask(Command.HSETNX, shard.shard(), bytes(place), bytes("0"));
            }
            scripts.ask(Command.HSETNX, shard.shard(), bytes("store"), bytes(id));
        }
        String found = scripts.ask(Command.HGET, shard.shard(), bytes("store")).text();
        if (!found.equals(id)) {
            throw StoreUnavailableException.unusable("keys of the store are missing on " + address.place()
                    + ": shard " + shard.number() + " does not belong to it. Restore all keys that begin with {"
                    + address.prefix() + ": or " + address.prefix() + ":, or delete all of them to begin anew");
        }
    }

    /** What the store says of itself, once a first client has said it. */
    private String settled(String name, String first) {
        scripts.ask(Command.HSETNX, store, bytes(name), bytes(first));
        return field(name).text();
    }

    private RedisReply field(String name) {
        return scripts.ask(Command.HGET, store, bytes(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
