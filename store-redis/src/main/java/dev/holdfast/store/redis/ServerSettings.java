package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * How a server is set up, as far as it tells.
 *
 * @param info what it says of itself; empty if it does not tell
 * @param config its configuration of the append-only file; empty if it does not tell
 */
record ServerSettings(HostAndPort server, Map<String, String> info, Map<String, String> config) {
    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    static ServerSettings of(HostAndPort server, Connection connection) {
        Map<String, String> info = new HashMap<>();
        Map<String, String> config = new HashMap<>();
        try {
            String text = new RedisReply(connection.executeCommand(Command.INFO)).text();
            text.lines().filter(line -> line.contains(":")).forEach(line -> {
                int colon = line.indexOf(':');
                info.put(line.substring(0, colon), line.substring(colon + 1));
            });
        } catch (JedisDataException e) {
            info.clear(); // This user may not ask. What is not known is taken for the worst.
        }
        try {
            List<RedisReply> pairs = new RedisReply(connection.executeCommand(new CommandArguments(Command.CONFIG)
                            .add("GET".getBytes(StandardCharsets.US_ASCII))
                            .add("*append*".getBytes(StandardCharsets.US_ASCII))))
                    .list();
            for (int i = 0; i + 1 < pairs.size(); i += 2) {
                config.put(pairs.get(i).text(), pairs.get(i + 1).text());
            }
        } catch (JedisDataException e) {
            config.clear(); // The command is renamed or denied, as hosted servers do.
        }
        return new ServerSettings(server, Map.copyOf(info), Map.copyOf(config));
    }

    /**
     * Throws if the server cannot keep a store.
     *
     * @param cluster whether the address is one of a cluster
     */
    void requireUsable(boolean cluster) {
        boolean alone = !cluster && info.getOrDefault("cluster_enabled", "0").equals("1");
        String why = alone ? "belongs to a cluster; add the option cluster=true to the address" : unusable();
        if (!why.isEmpty()) {
            throw StoreUnavailableException.unusable(server + " " + why);
        }
    }

    /** Why the server cannot keep a store; empty if it can. */
    String unusable() {
        String policy = info.getOrDefault("maxmemory_policy", "noeviction");
        if (info.getOrDefault("role", "master").equals("slave")) {
            return "is a replica, which may be behind and cannot be written to; name the primary";
        } else if (isTooOld()) {
            return "is Redis " + version() + "; Redis " + OLDEST_MAJOR + "." + OLDEST_MINOR
                    + " or newer is needed, or Valkey";
        } else if (!policy.equals("noeviction")) {
            return "may drop states when its memory is full: maxmemory-policy is " + policy
                    + ". Set it to noeviction, or use a server of its own for the store";
        }
        return "";
    }

    /** Why an acknowledged change may be lost, in words; empty if it cannot. */
    List<String> weaknesses() {
        List<String> weak = new ArrayList<>();
        if (info.isEmpty()) {
            weak.add("it does not tell whether it has replicas (this user may not run INFO)");
        } else if (!info.getOrDefault("connected_slaves", "0").equals("0")) {
            weak.add("it has replicas, and one that takes over may lack the newest changes");
        }
        if (config.isEmpty()) {
            weak.add("its configuration cannot be read (this user may not run CONFIG GET)");
            return weak;
        }
        demand(weak, "appendonly", "yes");
        demand(weak, "appendfsync", "always");
        demand(weak, "no-appendfsync-on-rewrite", "no");
        return weak;
    }

    private void demand(List<String> weak, String setting, String value) {
        String found = config.getOrDefault(setting, "unknown");
        if (!found.equals(value)) {
            weak.add(setting + " is " + found + ", not " + value);
        }
    }

    /** Which software it is. */
    String software() {
        String valkey = info.get("valkey_version");
        return valkey == null ? "Redis " + version() : "Valkey " + valkey;
    }

    private String version() {
        return info.getOrDefault("redis_version", "of unknown version");
    }

    private boolean isTooOld() {
        String[] numbers = version().split("\\.", 3);
        if (numbers.length < 2 || !numbers[0].matches("\\d{1,4}") || !numbers[1].matches("\\d{1,4}")) {
            return false;
        }
        int major = Integer.parseInt(numbers[0]);
        return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && Integer.parseInt(numbers[1]) < OLDEST_MINOR);
    }
}
