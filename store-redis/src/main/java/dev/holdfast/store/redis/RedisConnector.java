package dev.holdfast.store.redis;

import java.io.IOException;
import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Makes connections to the servers of an address. */
final class RedisConnector {
    private static final Duration CONNECTING = Duration.ofSeconds(3);

    /** How long a server may take to answer before its connection counts as lost. */
    private static final Duration ANSWERING = Duration.ofSeconds(10);

    private final RedisAddress address;
    private final JedisClientConfig config;

    RedisConnector(RedisAddress address) {
        this.address = address;
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) CONNECTING.toMillis())
                .socketTimeoutMillis((int) ANSWERING.toMillis())
                .user(address.user())
                .password(address.password())
                .database(address.database())
                .resp2()
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        // These check that the certificate is one of the server's name, which the plain option does not.
        this.config = (address.tls() ? builder.sslOptions(SslOptions.defaults()) : builder).build();
    }

    RedisAddress address() {
        return address;
    }

    /**
     * A new connection, with which nothing was done yet.
     *
     * @throws RedisFailure if there is none, so that nothing happened
     */
    Connection connect(HostAndPort server) {
        try {
            return new Connection(server, config);
        } catch (JedisConnectionException e) {
            throw new RedisFailure(RedisFailure.Effect.NONE, server + " cannot be reached");
        } catch (JedisDataException e) {
            throw RedisErrors.refusal(server, address, e);
        } catch (JedisException e) {
            throw new RedisFailure(
                    RedisFailure.Effect.NONE,
                    server + " cannot be used: " + address.scrubbed(String.valueOf(e.getMessage())));
        }
    }

    /** Closes a connection at once, whatever state it is in. */
    static void drop(Connection connection) {
        try {
            connection.forceDisconnect();
        } catch (IOException | JedisException e) {
            // It is not used any more either way.
        }
    }
}
