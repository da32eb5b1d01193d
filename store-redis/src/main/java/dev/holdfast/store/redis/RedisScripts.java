package dev.holdfast.store.redis;

import dev.holdfast.engine.local.PlatformThreads;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts on the server that has their keys. What is certain not to have happened is tried again where that may
 * help, and a question also where its answer was lost; a change never. Safe for use by many threads.
 */
final class RedisScripts implements AutoCloseable {
    /** How long what may soon be answered is tried again. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MOST_REDIRECTIONS = 8;
    private static final int QUESTIONS_REPEATED = 2;

    private final RedisServers servers;
    private final RedisAddress address;
    private final PlatformThreads threads = new PlatformThreads("holdfast-redis", RedisServer.MOST_CONNECTIONS);

    RedisScripts(RedisServers servers, RedisAddress address) {
        this.servers = servers;
        this.address = address;
    }

    /**
     * Runs a script.
     *
     * @param keys the first decides where it runs
     * @throws RedisFailure if there is no answer
     */
    RedisReply run(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return patiently(keys.getFirst(), !script.isChanging(), (connection, asking) -> {
            try {
                return send(connection, asking, evaluation(Command.EVALSHA, script.digest(), keys, arguments));
            } catch (JedisNoScriptException e) {
                return send(connection, asking, evaluation(Command.EVAL, script.source(), keys, arguments));
            }
        });
    }

    /**
     * Runs a command that may be repeated.
     *
     * @throws RedisFailure if there is no answer
     */
    RedisReply ask(Command command, byte[] key, byte[]... arguments) {
        CommandArguments whole = new CommandArguments(command).add(key);
        for (byte[] argument : arguments) {
            whole.add(argument);
        }
        return patiently(key, true, (connection, asking) -> send(connection, asking, whole));
    }

    /** Does something on every server. */
    <T> List<T> everywhere(Function<Connection, T> work) {
        return threads.call(
                () -> servers.all().stream().map(server -> on(server, work)).toList());
    }

    private interface Work {
        RedisReply on(Connection connection, boolean asking);
    }

    private RedisReply patiently(byte[] key, boolean repeatable, Work work) {
        return threads.call(() -> patientlyHere(key, repeatable, work));
    }

    private RedisReply patientlyHere(byte[] key, boolean repeatable, Work work) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        int lost = 0;
        while (true) {
            try {
                return redirected(key, work);
            } catch (RedisFailure e) {
                boolean again = switch (e.effect()) {
                    case NONE, NONE_BUT_LOST -> false;
                    case NONE_YET -> System.nanoTime() < deadline;
                    case UNKNOWN -> repeatable && lost++ < QUESTIONS_REPEATED;
                };
                if (!again) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Follows the servers of a cluster to the one that has the key. */
    private RedisReply redirected(byte[] key, Work work) {
        RedisServer server = servers.of(key);
        boolean asking = false;
        for (int hop = 0; hop < MOST_REDIRECTIONS; hop++) {
            boolean asked = asking;
            try {
                return on(server, connection -> work.on(connection, asked));
            } catch (JedisMovedDataException e) {
                servers.moved();
                server = servers.at(e.getTargetNode());
                asking = false;
            } catch (JedisAskDataException e) {
                server = servers.at(e.getTargetNode());
                asking = true;
            }
        }
        throw new RedisFailure(RedisFailure.Effect.NONE, "the servers of the cluster do not agree who has a shard");
    }

    private <T> T on(RedisServer server, Function<Connection, T> work) {
        try {
            return server.use(work);
        } catch (JedisMovedDataException | JedisAskDataException e) {
            throw e;
        } catch (JedisConnectionException e) {
            servers.moved();
            throw new RedisFailure(
                    RedisFailure.Effect.UNKNOWN, "the connection to " + server.at() + " was lost before its answer");
        } catch (JedisDataException e) {
            throw RedisErrors.refusal(server.at(), address, e);
        }
    }

    private static RedisReply send(Connection connection, boolean asking, CommandArguments command) {
        if (asking) {
            connection.executeCommand(Command.ASKING);
        }
        return new RedisReply(connection.executeCommand(command));
    }

    private static CommandArguments evaluation(Command how, String script, List<byte[]> keys, List<byte[]> arguments) {
        CommandArguments command = new CommandArguments(how).add(script).add(keys.size());
        keys.forEach(command::add);
        arguments.forEach(command::add);
        return command;
    }

    @Override
    public void close() {
        threads.close();
        servers.close();
    }
}
