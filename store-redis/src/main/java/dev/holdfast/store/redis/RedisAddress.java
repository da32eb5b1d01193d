package dev.holdfast.store.redis;

import dev.holdfast.engine.spi.StoreUnavailableException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where a store is: {@code redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE][?OPTIONS]}, with {@code rediss} for TLS and
 * {@code redis-cluster} or {@code rediss-cluster} for a cluster, of which several servers may be named. Its text, and
 * every message about it, leaves user and password out.
 *
 * @param servers one server, or some of a cluster
 * @param shards how many shards a new store gets; 0 for the usual number
 */
record RedisAddress(
        List<HostAndPort> servers,
        @Nullable String user,
        @Nullable String password,
        int database,
        boolean tls,
        boolean cluster,
        String prefix,
        int shards) {
    static final Set<String> SCHEMES = Set.of(
            "redis",
            "rediss",
            "redis-cluster",
            "rediss-cluster",
            "valkey",
            "valkeys",
            "valkey-cluster",
            "valkeys-cluster");

    static final String FORM = "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE][?prefix=NAME&cluster=true&shards=N]";

    static final int MOST_SHARDS = 64;

    private static final int PORT = 6379;
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    /**
     * Reads an address.
     *
     * @throws StoreUnavailableException if it is not one, saying what is wrong and nothing of what stands in it
     */
    static RedisAddress of(String address) {
        int scheme = address.indexOf("://");
        if (scheme < 0 || !SCHEMES.contains(address.substring(0, scheme))) {
            throw wrong("it does not begin with redis:// or one of its kind");
        }
        String kind = address.substring(0, scheme);
        String rest = address.substring(scheme + 3);
        int credentials = rest.lastIndexOf('@');
        String login = credentials < 0 ? "" : rest.substring(0, credentials);
        String place = rest.substring(credentials + 1);
        int query = place.indexOf('?');
        String path = query < 0 ? place : place.substring(0, query);
        Options options = Options.of(query < 0 ? "" : place.substring(query + 1));
        int slash = path.indexOf('/');
        int colon = login.indexOf(':');
        return new RedisAddress(
                        servers(slash < 0 ? path : path.substring(0, slash)),
                        colon <= 0 ? null : decoded(login.substring(0, colon)),
                        login.isEmpty() ? null : decoded(login.substring(colon + 1)),
                        slash < 0 || slash == path.length() - 1
                                ? 0
                                : number(path.substring(slash + 1), "the database", 65_535),
                        kind.startsWith("rediss") || kind.startsWith("valkeys"),
                        kind.endsWith("-cluster") || options.cluster,
                        options.prefix,
                        options.shards)
                .checked();
    }

    private RedisAddress checked() {
        if (servers.size() > 1 && !cluster) {
            throw wrong("only of a cluster may several servers be named");
        } else if (cluster && database != 0) {
            throw wrong("a cluster has only database 0");
        }
        return this;
    }

    /** How many shards a new store gets: a cluster has some for each server, so that they can share the work. */
    int newShards() {
        return shards > 0 ? shards : cluster ? 16 : 1;
    }

    /** Where it is, for people to read. */
    String place() {
        return servers.stream().map(HostAndPort::toString).collect(Collectors.joining(","))
                + (database == 0 ? "" : "/" + database);
    }

    /** A text without user and password, which a server may have quoted. */
    String scrubbed(String text) {
        String clean = text;
        for (String secret : new String[] {password, user}) {
            clean = secret == null || secret.isEmpty() ? clean : clean.replace(secret, "…");
        }
        return clean;
    }

    @Override
    public String toString() {
        return "redis " + place() + " prefix " + prefix;
    }

    /** What stands behind the question mark. */
    private static final class Options {
        private String prefix = "holdfast";
        private boolean cluster;
        private int shards;

        static Options of(String query) {
            Options options = new Options();
            for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
                int equals = option.indexOf('=');
                options.take(equals < 0 ? option : option.substring(0, equals), option.substring(equals + 1));
            }
            return options;
        }

        private void take(String name, String value) {
            switch (name) {
                case "prefix" -> {
                    if (!PREFIX.matcher(value).matches()) {
                        throw wrong("a prefix has 1 to 64 letters, digits, dots, dashes and underscores");
                    }
                    prefix = value;
                }
                case "cluster" -> {
                    if (!value.equals("true") && !value.equals("false")) {
                        throw wrong("the option cluster is true or false");
                    }
                    cluster = value.equals("true");
                }
                case "shards" -> shards = number(value, "the number of shards", MOST_SHARDS);
                default -> throw wrong("its options are prefix, cluster and shards");
            }
        }
    }

    private static List<HostAndPort> servers(String list) {
        List<HostAndPort> servers = new ArrayList<>();
        for (String server : list.split(",", -1)) {
            var match = SERVER.matcher(server);
            if (!match.matches()) {
                throw wrong("a server is written HOST or HOST:PORT");
            }
            String host = match.group(1);
            String port = match.group(2);
            servers.add(new HostAndPort(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    port == null ? PORT : number(port, "a port", 65_535)));
        }
        return List.copyOf(servers);
    }

    private static int number(String text, String what, int most) {
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > most) {
            throw wrong(what + " is a number of at most " + most);
        }
        return Integer.parseInt(text);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("user and password must be percent-encoded");
        }
    }

    private static StoreUnavailableException wrong(String why) {
        return StoreUnavailableException.unusable("the address of the store is not valid: " + why + ". Write " + FORM);
    }
}
