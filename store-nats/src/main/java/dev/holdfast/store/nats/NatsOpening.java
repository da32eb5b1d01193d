package dev.holdfast.store.nats;

import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.StoreInfo;
import dev.holdfast.engine.spi.StoreUnavailableException;
import io.nats.client.Dispatcher;
import io.nats.client.api.ServerInfo;
import java.util.ArrayList;
import java.util.List;

/** Opens a store: connects, finds or makes its streams, finds out what they promise, and begins to follow them. */
final class NatsOpening {
    private static final int FORMAT = 1;

    /** The largest event, in bytes. What is larger than a message of the server is stored in parts. */
    private static final long MOST_COMMIT_BYTES = 8 << 20;

    /** Before this version, a server may lose what it acknowledged. */
    private static final String OLDEST_SERVER = "2.14.0";

    private static final long CARE_MILLIS = 500;

    private final NatsAddress address;
    private final ServerLink link;
    private final ShardStreams names;

    private NatsOpening(NatsAddress address, ServerLink link) {
        this.address = address;
        this.link = link;
        this.names = new ShardStreams(address.prefix());
    }

    static CommitLog open(NatsAddress address) {
        ServerLink link = ServerLink.connect(address);
        boolean done = false;
        try {
            CommitLog log = link.call(() -> new NatsOpening(address, link).open());
            done = true;
            return log;
        } finally {
            if (!done) {
                link.close();
            }
        }
    }

    private CommitLog open() {
        ServerInfo server = link.connection().getServerInfo();
        requireServer(server);
        StreamCreation.Created created = new StreamCreation(link, names, address.options()).run(server);
        DurabilityEvidence evidence =
                DurabilityEvidence.of(created, address.options().monitors());
        evidence.require(address.options().least());
        StoreInfo info = new StoreInfo(
                created.store(),
                FORMAT,
                created.shards(),
                MOST_COMMIT_BYTES,
                evidence.durability(),
                evidence.text(),
                List.of(),
                "distributed");
        List<Shard> shards = shards(created.shards());
        Thread care = Thread.ofPlatform().daemon().name("holdfast-nats-care").start(() -> keepUp(shards));
        return new NatsLog(link, info, shards, server.getMaxPayload(), care);
    }

    /** Looks after the followers of the shards until the client is closed. */
    private void keepUp(List<Shard> shards) {
        try {
            while (!link.isClosed()) {
                shards.forEach(shard -> shard.follower().keepUp());
                Thread.sleep(CARE_MILLIS);
            }
        } catch (InterruptedException e) {
            return; // The client is closed.
        }
    }

    /** Refuses a server that cannot hold a store. */
    static void requireServer(ServerInfo server) {
        if (!server.isJetStreamAvailable()) {
            throw StoreUnavailableException.unusable(
                    "the server has no JetStream; begin its configuration with jetstream {}");
        } else if (server.isOlderThanVersion(OLDEST_SERVER)) {
            throw StoreUnavailableException.unusable("the server has version " + server.getVersion()
                    + ", which may lose what it acknowledged; version " + OLDEST_SERVER + " or newer is needed");
        }
    }

    private List<Shard> shards(int count) {
        Dispatcher dispatcher = link.connection().createDispatcher();
        List<Shard> shards = new ArrayList<>();
        for (int shard = 0; shard < count; shard++) {
            StreamLeader leader = new StreamLeader(link, names, shard);
            ShardFold fold = new ShardFold();
            shards.add(new Shard(
                    leader,
                    new StreamWriter(link, names, shard),
                    fold,
                    new StreamFollower(link.connection(), dispatcher, leader, fold),
                    new PageMarks()));
        }
        return shards;
    }
}
